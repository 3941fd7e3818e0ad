import { done, type Outcome } from "#engine/outcome.ts";
import { serialisePatch } from "#engine/patch-file.ts";
import { registry } from "#modules/index.ts";
import type { FormatRequest } from "./document-requests.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readPatch, readWhole } from "./patch-files.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Brings patch files into the form Optophone saves them in, or says which are not. A file that is in form is left alone. */
export async function formatFiles({ files, check }: FormatRequest, terminal: Terminal): Promise<ExitCode> {
  let [unreadable, differing] = [0, 0];
  for (const file of files) {
    const inForm = await formOf(file);
    if (!inForm.ok) {
      unreadable++;
      terminal.complain(inForm.reason);
    } else if (inForm.value) {
      differing++;
      const written = check ? done(undefined) : await writeWhole(file, inForm.value);
      if (!written.ok) unreadable++;
      if (written.ok) terminal.print(`${file}: ${check ? "not in form" : "brought into form"}`);
      else terminal.complain(written.reason);
    }
  }
  if (unreadable > 0) return EXIT.unreadable;
  return check && differing > 0 ? EXIT.differs : EXIT.done;
}

/** What a patch file should hold; undefined where it does. */
async function formOf(file: string): Promise<Outcome<Uint8Array | undefined>> {
  const snapshot = await readPatch(file, registry);
  const before = snapshot.ok ? await readWhole(file) : snapshot;
  if (!snapshot.ok || !before.ok) return before.ok ? done(undefined) : before;
  const form = new TextEncoder().encode(serialisePatch(snapshot.value, registry));
  return done(Buffer.compare(form, before.value) === 0 ? undefined : form);
}
