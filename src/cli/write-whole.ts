import { done, type Outcome, refused } from "#engine/outcome.ts";
import { openDraft } from "./draft-file.ts";
import { whyUnreadable } from "./patch-files.ts";

/** Writes a file so that its name only ever stands for whole content. Makes its folder. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<Outcome<void>> {
  const draft = await openDraft(file);
  if (!draft.ok) return draft;
  try {
    await draft.value.write(bytes, 0);
    const kept = await draft.value.keep();
    return kept.ok ? done(undefined) : kept;
  } catch (error) {
    return refused(`${file}: It can't be written. ${whyUnreadable(error)}`);
  } finally {
    await draft.value.discard();
  }
}
