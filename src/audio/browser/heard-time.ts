import { HEAD } from "#audio/contract/kernel-abi.ts";
import { HOST } from "#audio/contract/memory-map.ts";
import type { MemoryViews } from "#audio/host/memory-views.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";

/** Seconds between the host's making a sound and its leaving the loudspeaker, as far as the browser knows. */
export function outputLatency(context: AudioContext | undefined): number {
  return context ? context.outputLatency || context.baseLatency || 0 : 0;
}

/** The transport's tick in what is heard at this moment: behind the host by the output's latency, smooth between its blocks. */
export function heardTick(views: MemoryViews, context: AudioContext | undefined, nowMs: number): number {
  const tick = views.double(HEAD.tick);
  const perFrame = views.double(HEAD.ticksPerFrame);
  const offset = views.double(HOST.contextOffset);
  if (!context || perFrame === 0 || Number.isNaN(offset)) return tick;
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  const seconds =
    contextTime > 0 ? contextTime + (nowMs - performanceTime) / 1_000 : context.currentTime - outputLatency(context);
  const samples = seconds * SAMPLE_RATE + offset;
  const behind = Math.max(0, views.samples - samples);
  return Math.max(0, tick - Math.min(behind, SAMPLE_RATE) * perFrame);
}
