// Makes the sounds and clips the examples use, so that nothing in them belongs to anybody else.
// The results are committed; run `node scripts/make-media.mjs` after changing this file.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const RATE = 48_000;
const TAU = 2 * Math.PI;
const out = join(dirname(fileURLToPath(import.meta.url)), "..", "examples", "media");
mkdirSync(out, { recursive: true });

/** Repeatable white noise (mulberry32), −1 to 1. */
function noise(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2147483648 - 1;
  };
}

/** One-pole high-pass at a frequency in Hz. */
function highPass(hz) {
  const k = Math.exp((-TAU * hz) / RATE);
  let x1 = 0;
  let y1 = 0;
  return (x) => {
    y1 = k * (y1 + x - x1);
    x1 = x;
    return y1;
  };
}

/** Samples of `seconds`, made by a function of the time in seconds, scaled to a peak of 0.89 and faded out at the end. */
function sound(seconds, at) {
  const samples = Float64Array.from({ length: Math.round(seconds * RATE) }, (_, i) => at(i / RATE));
  const peak = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const fade = 0.01 * RATE;
  return samples.map((x, i) => (x / peak) * 0.89 * Math.min(1, (samples.length - 1 - i) / fade));
}

function kick() {
  let phase = 0;
  const click = noise(1);
  return sound(0.5, (t) => {
    phase += (46 + 190 * Math.exp(-t * 38)) / RATE;
    const body = Math.tanh(1.8 * Math.sin(TAU * phase)) * Math.exp(-t * 7.5);
    return body + 0.25 * click() * Math.exp(-t * 420);
  });
}

function snare() {
  const hiss = noise(2);
  const bright = highPass(1_400);
  return sound(0.32, (t) => {
    const shell = Math.sin(TAU * 188 * t) * Math.exp(-t * 26) + 0.5 * Math.sin(TAU * 331 * t) * Math.exp(-t * 34);
    return 0.55 * shell + bright(hiss()) * Math.exp(-t * 17);
  });
}

function clap() {
  const hiss = noise(3);
  const bright = highPass(900);
  return sound(0.3, (t) => {
    const hands = [0, 0.011, 0.023].reduce((sum, start) => sum + (t >= start ? Math.exp(-(t - start) * 210) : 0), 0);
    return bright(hiss()) * (hands + 0.7 * Math.exp(-t * 16));
  });
}

function hat(seconds, decay, seed) {
  const hiss = noise(seed);
  const bright = highPass(6_500);
  const partials = [2.0, 3.01, 4.17, 5.43, 6.79, 8.21].map((ratio) => 523 * ratio);
  return sound(seconds, (t) => {
    const metal = partials.reduce((sum, hz) => sum + Math.sign(Math.sin(TAU * hz * t)), 0) / partials.length;
    return bright(0.6 * metal + 0.5 * hiss()) * Math.exp(-t * decay);
  });
}

/** Mono 16-bit WAV. */
function wav(samples) {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((x, i) => {
    bytes.writeInt16LE(Math.round(x * 32_767), 44 + i * 2);
  });
  return bytes;
}

const sounds = { kick: kick(), snare: snare(), clap: clap(), hat: hat(0.09, 62, 4), "open-hat": hat(0.42, 11, 5) };
for (const [name, samples] of Object.entries(sounds)) writeFileSync(join(out, `${name}.wav`), wav(samples));

/** Runs in the page: draws each frame on a canvas and encodes it; the short clips are all key frames. */
async function encode(clip) {
  const { BufferTarget, CanvasSource, Output, WebMOutputFormat } = globalThis.Mediabunny;
  const canvas = new OffscreenCanvas(480, 270);
  const g = canvas.getContext("2d");
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec: "vp9", bitrate: clip.bitrate, keyFrameInterval: clip.keyEvery });
  output.addVideoTrack(source, { frameRate: 30 });
  await output.start();
  const draw = {
    /** A ring of light that bursts outward. */
    kick(t) {
      const fade = (1 - t) ** 1.6;
      const radius = 20 + 230 * (1 - (1 - t) ** 3);
      g.globalCompositeOperation = "lighter";
      for (let ring = 0; ring < 4; ring++) {
        g.lineWidth = (26 - ring * 5) * fade + 0.5;
        g.strokeStyle = `hsl(${338 + ring * 12} 90% ${(58 - ring * 7) * fade}%)`;
        g.beginPath();
        g.arc(240, 135, Math.max(1, radius - ring * 24), 0, 2 * Math.PI);
        g.stroke();
      }
    },
    /** Splinters thrown from the middle. */
    snare(t) {
      const fade = (1 - t) ** 1.4;
      g.globalCompositeOperation = "lighter";
      for (let ray = 0; ray < 36; ray++) {
        const angle = (ray / 36) * 2 * Math.PI + Math.sin(ray * 12.9898) * 0.12;
        const reach = 60 + 190 * Math.abs(Math.sin(ray * 78.233)) * (1 - (1 - t) ** 2.5);
        g.lineWidth = 1 + 5 * fade * Math.abs(Math.sin(ray * 3.7));
        g.strokeStyle = `hsl(${188 + 26 * Math.sin(ray)} 85% ${62 * fade}%)`;
        g.beginPath();
        g.moveTo(240 + Math.cos(angle) * reach * 0.45, 135 + Math.sin(angle) * reach * 0.45);
        g.lineTo(240 + Math.cos(angle) * reach, 135 + Math.sin(angle) * reach);
        g.stroke();
      }
    },
    /** Threads of light that drift and meet their own beginning, so it loops. */
    threads(t) {
      g.globalCompositeOperation = "lighter";
      const turn = t * 2 * Math.PI;
      for (let thread = 0; thread < 26; thread++) {
        const own = (thread / 26) * 2 * Math.PI;
        g.lineWidth = 1.2 + 1.4 * (1 + Math.sin(own * 3 + turn));
        g.strokeStyle = `hsl(${292 + 56 * Math.sin(own + turn)} 80% ${40 + 14 * Math.sin(own * 2 - turn)}% / 0.75)`;
        g.beginPath();
        for (let x = -20; x <= 500; x += 10) {
          const y = 135 + 92 * Math.sin(x / 84 + own + Math.sin(turn + own)) * Math.cos(x / 210 - own / 2 + turn);
          if (x < 0) g.moveTo(x, y);
          else g.lineTo(x, y);
        }
        g.stroke();
      }
    },
  };
  for (let frame = 0; frame < clip.frames; frame++) {
    g.globalCompositeOperation = "source-over";
    g.fillStyle = "#000";
    g.fillRect(0, 0, 480, 270);
    draw[clip.name](frame / clip.frames);
    await source.add(frame / 30, 1 / 30);
  }
  await output.finalize();
  const bytes = new Uint8Array(target.buffer);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

const clips = [
  { name: "kick", frames: 18, bitrate: 900_000, keyEvery: 0 },
  { name: "snare", frames: 14, bitrate: 900_000, keyEvery: 0 },
  { name: "threads", frames: 90, bitrate: 1_200_000, keyEvery: 0.5 },
];
const bundle = createRequire(import.meta.url)
  .resolve("mediabunny")
  .replace(/dist.*/, "dist/bundles/mediabunny.min.cjs");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
await page.route("http://localhost/", (route) =>
  route.fulfill({ contentType: "text/html", body: "<title>clips</title>" }),
);
await page.goto("http://localhost/");
await page.addScriptTag({ path: bundle });
for (const clip of clips) {
  writeFileSync(join(out, `${clip.name}.webm`), Buffer.from(await page.evaluate(encode, clip), "base64"));
}
await browser.close();
