import { initialSnapshot } from "#engine/empty-patch.ts";
import { done, type Outcome } from "#engine/outcome.ts";
import type { Snapshot } from "#engine/patch.ts";
import { SAMPLE_RATE } from "#engine/sample-rate.ts";
import { registry } from "#modules/index.ts";
import { scriptLanguages } from "#script-nodes/languages.ts";
import { LANGUAGE_BINARIES } from "#script-nodes/node/language-binaries.ts";
import { assetFiles } from "./asset-files.ts";
import type { RunRequest } from "./command-line.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readPatch, readText } from "./patch-files.ts";
import { patchSounds } from "./patch-sounds.ts";
import { createPlayback } from "./playback.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a script on a patch, in a thread a watchdog can end, then lets the engine go on for as long as asked. */
export async function runScript(request: RunRequest, terminal: Terminal): Promise<ExitCode> {
  const language = scriptLanguages(LANGUAGE_BINARIES).resolve(request.engine ?? request.script);
  if (!language.ok) {
    terminal.complain(language.reason);
    return EXIT.usage;
  }
  const source = await readText(request.script);
  const snapshot = source.ok ? await startingPatch(request.patch) : source;
  const sounds = snapshot.ok ? await patchSounds(snapshot.value.patch, registry, assetFiles(request.patch)) : snapshot;
  if (!source.ok || !snapshot.ok || !sounds.ok) {
    if (!sounds.ok) terminal.complain(sounds.reason);
    return EXIT.fault;
  }
  const playback = await createPlayback({
    registry,
    snapshot: snapshot.value,
    sounds: sounds.value,
    epoch: Date.now() / 1_000,
    terminal,
    scriptFile: request.script,
  });
  try {
    const text = { language: language.value.id, source: source.value, chunk: request.script };
    const { state } = await playback.scripts.evaluate(text);
    await playback.settle();
    if (state === "running") {
      const end = Math.round(request.seconds * SAMPLE_RATE);
      while (playback.samples() < end) {
        await playback.advanceTo(Math.min(end, playback.samples() + SAMPLE_RATE));
        terminal.progress("Running", playback.samples() / end);
      }
    }
    return playback.exitCode();
  } finally {
    playback.dispose();
  }
}

const startingPatch = async (file: string | undefined): Promise<Outcome<Snapshot>> =>
  file === undefined ? done(initialSnapshot()) : readPatch(file, registry);
