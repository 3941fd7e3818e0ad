import { registry } from "#modules/index.ts";
import type { ScriptLimits } from "#script-nodes/bridge.ts";
import { assetFiles } from "./asset-files.ts";
import type { RenderRequest } from "./command-line.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readPatch } from "./patch-files.ts";
import { patchSounds } from "./patch-sounds.ts";
import { createPlayback } from "./playback.ts";
import { renderPictures } from "./render-pictures.ts";
import { renderWav } from "./render-wav.ts";
import type { Terminal } from "./terminal.ts";

/** A busy machine must not change the result: the watchdog only ends what really never answers. */
const RENDER_LIMITS: Partial<ScriptLimits> = { killMs: 5_000 };

/** Renders a patch from its beginning. The same request gives the same samples, on every machine. */
export async function renderPatch(request: RenderRequest, terminal: Terminal): Promise<ExitCode> {
  const read = await readPatch(request.patch, registry);
  const assets = assetFiles(request.patch);
  const sounds = read.ok ? await patchSounds(read.value.patch, registry, assets) : read;
  if (!read.ok || !sounds.ok) {
    if (!sounds.ok) terminal.complain(sounds.reason);
    return EXIT.fault;
  }
  const { patch, transport } = read.value;
  const playback = await createPlayback({
    registry,
    snapshot: {
      ...read.value,
      patch: { ...patch, seed: request.seed ?? patch.seed },
      transport: { ...transport, state: "playing" },
    },
    sounds: sounds.value,
    epoch: 0,
    limits: RENDER_LIMITS,
    terminal,
  });
  try {
    await playback.settle();
    const { target, seconds } = request;
    const written =
      target.kind === "wav"
        ? await renderWav(playback, target.out, seconds, terminal)
        : await renderPictures({ playback, registry, assets, target, seconds, terminal });
    if (!written.ok) {
      terminal.complain(written.reason);
      return EXIT.fault;
    }
    terminal.print(written.value);
    return playback.exitCode();
  } finally {
    playback.dispose();
  }
}
