import type { AppSession } from "#app/session-port.ts";
import { select } from "#app/state/selection-slice.ts";
import { addAsset, addModule, type Command } from "#engine/command.ts";
import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { Asset, Position } from "#engine/patch.ts";
import { LONGEST_NAME } from "#engine/title.ts";
import { extensionOf } from "./media-kind.ts";
import { type MediaGroup, pairMedia } from "./media-pairs.ts";
import { withOwnPaths } from "./media-paths.ts";
import type { PatchFiles } from "./patch-files.ts";

/** Canvas px between modules made by one drop. */
const APART = 256;

/** What was dropped on the canvas: a patch is opened, media become modules that play them, in one undo step. */
export async function dropFiles(
  dropped: readonly File[],
  position: Position,
  session: AppSession,
  files: PatchFiles,
  refuse: (reason: string) => void,
): Promise<void> {
  const patch = dropped.find(({ name }) => extensionOf(name) === "opto");
  if (patch) return files.openFile(patch);
  const { engine, registry, store } = session;
  const kept: Omit<Asset, "id">[] = [];
  for (const file of dropped) {
    const outcome = await session.assets.keep(file);
    if (outcome.ok) kept.push(outcome.value);
    else refuse(outcome.reason);
  }
  if (kept.length === 0) return;
  const first = engine.snapshot().patch.nextId.asset;
  const commands: Command[] = withOwnPaths(kept, engine.snapshot().patch).map((asset, index) =>
    addAsset({ ...asset, id: first + index }),
  );
  for (const [index, group] of pairMedia(kept).entries()) {
    const made = moduleFor(group, first, registry.all());
    if (!made) {
      refuse(`No module of this version plays “${group.name}”.`);
      continue;
    }
    commands.push(
      addModule({
        ...made,
        name: moduleName(group.name),
        position: { x: position.x + index * APART, y: position.y },
      }),
    );
  }
  const outcome = engine.submit(commands, { label: dropped.length === 1 ? `drop ${dropped[0]?.name}` : "drop files" });
  if (outcome.ok) store.dispatch(select({ modules: outcome.value.modules }));
  else refuse(outcome.reason);
}

/** The module that plays a group: sound makes a sampler, a clip alone a clip player, a picture an image. */
function moduleFor(group: MediaGroup, first: number, definitions: readonly ModuleDefinition[]) {
  const id = (index: number | undefined) => (index === undefined ? undefined : first + index);
  const kind = group.image !== undefined ? "image" : group.sound === undefined ? "clip" : "voices";
  const definition = definitions.find(({ video }) => video?.kind === kind);
  if (!definition) return undefined;
  const asset = id(group.image) ?? id(group.sound) ?? id(group.clip);
  const clip = kind === "voices" ? id(group.clip) : undefined;
  return {
    type: definition.type,
    content: { ...definition.content?.default, asset, ...(clip !== undefined && { clip }) },
  };
}

/** A file name as a module name: letters, digits, dashes, beginning with a letter, cut to the longest a name may be. */
function moduleName(base: string): string {
  const name = base
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, "");
  return name || "media";
}
