import type { Store } from "@reduxjs/toolkit";
import { createBrowserAssetStore } from "#app/files/browser-asset-store.ts";
import type { AppSession, VideoPort } from "#app/session-port.ts";
import type { Notices } from "#app/state/notices.tsx";
import { select } from "#app/state/selection-slice.ts";
import { uiReducers } from "#app/state/ui-reducers.ts";
import type { UiState } from "#app/state/ui-state.ts";
import { createAudioController } from "#audio/browser/audio-controller.ts";
import { createEngineStore } from "#engine/create-engine.ts";
import type { EngineOptions } from "#engine/engine-options.ts";
import type { Snapshot } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { registry } from "#modules/index.ts";
import { onPageTick } from "#script-nodes/browser/page-ticks.ts";
import { createScriptHost } from "#script-nodes/browser/script-host.ts";
import { createVideoController, type VideoController } from "#video/page/video-controller.ts";
import { patchText } from "./patch-text.ts";
import { scriptsPort } from "./scripts-port.ts";
import { SHIPPED_EXAMPLES, shippedPresets } from "./shipped.ts";

/**
 * Joins engine, sound, picture and scripts into what the shell works on, and keeps them in step with the display. It begins with a
 * patch that was recovered, or with an empty one.
 */
export function createSession(
  notices: Notices,
  recovered?: Pick<EngineOptions, "snapshot" | "undoStacks">,
): AppSession {
  const trouble = (message: string) => notices.tell({ text: message, tone: "refusal" });
  const assets = createBrowserAssetStore({ shippedBase: "/examples/" });
  let samples = () => 0;
  const { engine, store } = createEngineStore({
    registry,
    ...recovered,
    extraReducers: uiReducers,
    clock: () => samples(),
    reportTrouble: trouble,
  });
  const audio = createAudioController({ engine, assets, onTrouble: trouble });
  const { live } = audio;
  samples = () => live.samples();
  const video = createVideoController({
    engine,
    registry,
    telemetry: audio.telemetry,
    clock: () => ({
      samples: live.samples(),
      tick: audio.audibleTick(performance.now()),
      playing: engine.snapshot().transport.state === "playing",
    }),
    assets,
    onTrouble: trouble,
  });
  const scripts = createScriptHost({ engine, live, onTrouble: trouble });

  // What was selected belongs to its document: another may use the same ids.
  let { uid } = engine.snapshot().patch;
  engine.subscribe(({ patch }) => {
    if (patch.uid === uid) return;
    uid = patch.uid;
    store.dispatch(select({}));
  });

  // The page goes on while it is hidden: what is played and what the output window shows is not.
  onPageTick((seconds) => {
    audio.advance(seconds * 1_000);
    engine.flush();
  });

  return {
    engine,
    // The engine's store takes any slices; these are the ones given above.
    store: store as unknown as Store<UiState>,
    registry,
    live,
    audio,
    video: videoPort(video),
    scripts: scriptsPort(scripts, () => scriptModules(engine.snapshot())),
    assets,
    presets: shippedPresets(),
    examples: SHIPPED_EXAMPLES,
    patchText: patchText(registry),
  };
}

function videoPort(video: VideoController): VideoPort {
  return {
    attachPreview: (module, canvas) => video.attachPreview(module, canvas),
    attachOutput: (canvas) => video.attachOutput(canvas),
    stats: () => ({ framesPerSecond: video.readStats().fps }),
    problemOf: (module) => video.problemOf(module),
    onProblem: (listener) => video.onProblem(listener),
  };
}

function* scriptModules({ patch }: Snapshot) {
  for (const [id, module] of patch.modules) if (definitionOf(registry, module)?.script) yield id;
}
