import { COMMANDS, type Command } from "#engine/command.ts";
import type { Endpoint } from "#engine/patch.ts";

type RealId = (provisional: number) => number;
type Name = keyof typeof COMMANDS;
type Payload<K extends Name> = ReturnType<(typeof COMMANDS)[K]>["payload"];
type Translation<K extends Name> = (payload: Payload<K>, real: RealId) => Payload<K>;

const same = <T>(payload: T): T => payload;
const at = ({ module, port }: Endpoint, real: RealId): Endpoint => ({ module: real(module), port });
const ofModule = <T extends { readonly module: number }>(payload: T, real: RealId): T => ({
  ...payload,
  module: real(payload.module),
});
const ofModules = <T extends { readonly modules: readonly number[] }>(payload: T, real: RealId): T => ({
  ...payload,
  modules: payload.modules.map(real),
});
const ofPattern = <T extends { readonly pattern: number }>(payload: T, real: RealId): T => ({
  ...payload,
  pattern: real(payload.pattern),
});

/** For each command, how the ids of what it is about become real ones. A command missing here does not compile. */
const REFERENCES: { readonly [K in Name]: Translation<K> } = {
  addModule: same,
  removeModules: ofModules,
  renameModule: ofModule,
  moveModules: ({ positions }, real) => ({
    positions: Object.fromEntries(Object.entries(positions).map(([id, position]) => [real(Number(id)), position])),
  }),
  bypassModules: ofModules,
  duplicateModules: ofModules,
  setParameters: ofModule,
  setContent: ofModule,
  connect: (payload, real) => ({ ...payload, from: at(payload.from, real), to: at(payload.to, real) }),
  disconnect: ({ connections }, real) => ({ connections: connections.map(real) }),
  adjustConnection: (payload, real) => ({ ...payload, connection: real(payload.connection) }),
  createPattern: same,
  deletePattern: ofPattern,
  resizePattern: ofPattern,
  setSteps: ofPattern,
  bindPattern: (payload, real) => ofModule(ofPattern(payload, real), real),
  addAsset: same,
  savePreset: ofModules,
  deletePreset: ({ preset }, real) => ({ preset: real(preset) }),
  insertFragment: same,
  renamePatch: same,
  replacePatch: same,
  restore: same,
  play: same,
  pause: same,
  stop: same,
  seek: same,
  setTempo: same,
};

// Each translation fits the payload of the type it is filed under.
const BY_TYPE = new Map<string, (payload: never, real: RealId) => unknown>(
  Object.entries(COMMANDS).map(([name, { type }]) => [type, REFERENCES[name as Name]]),
);

/** The command with real ids in place of provisional ones, where they are known. */
export function withRealIds(command: Command, real: (provisional: number) => number | undefined): Command {
  const translate = BY_TYPE.get(command.type);
  if (!translate) return command;
  return { ...command, payload: translate(command.payload as never, (id) => real(id) ?? id) } as Command;
}
