import { rm } from "node:fs/promises";
import { type Merged, mergePatches } from "#documents/diff/merge-patches.ts";
import { initialSnapshot } from "#engine/empty-patch.ts";
import { done, type Outcome, refused } from "#engine/outcome.ts";
import type { Snapshot } from "#engine/patch.ts";
import { serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import type { MergeRequest } from "./document-requests.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readPatch, readWhole, whyUnreadable } from "./patch-files.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Brings together two patch files that go back to one. The result opens whatever clashes; what was to be decided is said, and lies
 * beside it as `….conflicts.json`, or nothing does.
 */
export async function mergeFiles(request: MergeRequest, terminal: Terminal): Promise<ExitCode> {
  const [base, ours, theirs] = await Promise.all([
    readBase(request.base),
    readPatch(request.ours, registry),
    readPatch(request.theirs, registry),
  ]);
  for (const read of [base, ours, theirs]) if (!read.ok) terminal.complain(read.reason);
  if (!base.ok || !ours.ok || !theirs.ok) return EXIT.unreadable;
  const merged = mergePatches(base.value, ours.value, theirs.value, registry);
  const written = await write(request, merged);
  if (!written.ok) {
    terminal.complain(written.reason);
    return EXIT.unreadable;
  }
  for (const note of merged.notes) terminal.print(`${request.name}: ${note}`);
  for (const { reason } of merged.conflicts) terminal.complain(`${request.name}: ${reason}`);
  return merged.conflicts.length > 0 ? EXIT.differs : EXIT.done;
}

/** The common version; git gives an empty file where both sides made the patch anew. */
async function readBase(file: string): Promise<Outcome<Snapshot>> {
  const bytes = await readWhole(file);
  if (!bytes.ok) return bytes;
  return bytes.value.length === 0 ? done(initialSnapshot()) : readPatch(file, registry);
}

async function write({ out, name }: MergeRequest, { snapshot, conflicts, notes }: Merged): Promise<Outcome> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const written = await writeWhole(out, bytes(serialisePatch(snapshot, registry)));
  const beside = `${name}.conflicts.json`;
  if (!written.ok || conflicts.length === 0) return written.ok ? removeOld(beside) : written;
  const said = { format: "optophone-conflicts", version: 1, conflicts, notes };
  return writeWhole(beside, bytes(`${JSON.stringify(said, undefined, 2)}\n`));
}

/** Conflicts of a merge before this one are no longer so. */
async function removeOld(file: string): Promise<Outcome> {
  try {
    await rm(file, { force: true });
    return done(undefined);
  } catch (error) {
    return refused(`${file}: It can't be removed. ${whyUnreadable(error)}`);
  }
}
