import { applyCommands } from "./apply-command.ts";
import { type Command, type Origin, replacePatch, restore } from "./command.ts";
import { COMMAND_DEFINITIONS } from "./commands/command-table.ts";
import type { Applied } from "./draft.ts";
import { initialSnapshot } from "./empty-patch.ts";
import type { Created, Engine, Gesture, GestureOptions, Observer, SubmitOptions, UndoState } from "./engine.ts";
import type { EngineOptions } from "./engine-options.ts";
import type { Entry, GestureId, UndoStacks } from "./entry.ts";
import { givenDocumentProblem } from "./given-document.ts";
import { Histories } from "./histories.ts";
import { Hub } from "./hub.ts";
import { Listeners } from "./listeners.ts";
import type { Registry } from "./module-definition.ts";
import type { Operation } from "./operation.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Snapshot } from "./patch.ts";
import { isPatch } from "./patch-data.ts";
import { createPatchStore } from "./patch-store.ts";

const NOTHING: Created = Object.freeze({ modules: [], connections: [], patterns: [], assets: [], presets: [] });
/** Sample frames of silence after which a stream has ended: 2 s. */
const SILENCE = 96_000;

/** What is to be noted of commands when they have taken effect. */
type Deed = Omit<Entry, "commands" | "version">;

/** Ties store, undo stacks, observers and entries together. Each method's contract stands at {@link Engine}. */
export class PatchEngine implements Engine {
  readonly registry: Registry;
  readonly #clock: () => number;
  readonly #troubles = new Listeners<string>(() => {
    // Nobody is left to tell.
  });
  readonly #entries = new Listeners<Entry>((error) =>
    this.#troubles.tell(
      `What keeps the patch's changes failed: ${error instanceof Error ? error.message : String(error)}`,
    ),
  );
  readonly #histories: Histories;
  readonly #hub: Hub;
  readonly #patch: ReturnType<typeof createPatchStore>;
  #isReplaying = false;

  constructor({ registry, snapshot, undoStacks, clock = () => 0, reportTrouble, extraReducers = {} }: EngineOptions) {
    this.registry = registry;
    this.#clock = clock;
    if (reportTrouble) this.#troubles.add(reportTrouble);
    this.#histories = new Histories(undoStacks);
    this.#hub = new Hub(
      () => this.snapshot(),
      (message) => this.#troubles.tell(message),
    );
    this.#patch = createPatchStore({
      registry,
      start: snapshot ? settled(snapshot) : initialSnapshot(),
      extraReducers,
      submit: (commands, options) => this.submit(commands, options),
      changed: (applied) =>
        this.#hub.record({
          operations: applied?.inverse ?? [],
          transport: applied?.transportChanged ?? true,
          all: !applied,
        }),
    });
  }

  get store() {
    return this.#patch.store;
  }

  snapshot(): Snapshot {
    return this.#patch.snapshot();
  }

  submit(given: Command | readonly Command[], options: SubmitOptions = {}): Outcome<Created> {
    const commands = listOf(given);
    if (this.#hub.isDelivering) {
      this.#hub.defer(() => {
        const later = this.submit(commands, options);
        if (!later.ok) this.#troubles.tell(later.reason);
      });
      return done(NOTHING);
    }
    const { origin = "hand", at = this.#clock(), undoable = true, label = labelOf(commands) } = options;
    return createdBy(this.#do(commands, { role: "do", origin, at, label, undoable }));
  }

  can(given: Command | readonly Command[]): Outcome<void> {
    const outcome = this.#applied(listOf(given));
    return outcome.ok ? done(undefined) : outcome;
  }

  gesture(label: string, { origin = "hand", stream = false }: GestureOptions = {}): Gesture {
    const id = this.#histories.newGesture();
    const history = this.#histories.of(origin);
    const at = this.#clock();
    this.#histories.begin(origin, id, label, stream, at);
    this.#tell([], { role: "begin", origin, at, label, undoable: true, gesture: id });
    return {
      get open() {
        return history.has(id);
      },
      submit: (commands, { at } = {}) => this.#submitTo(origin, id, listOf(commands), at),
      end: () => this.#whenQuiet(() => this.#end(origin, id)),
      cancel: () => this.#whenQuiet(() => this.#cancel(origin, id)),
    };
  }

  endGestures(): void {
    this.#whenQuiet(() => {
      for (const [origin, gesture] of this.#histories.open()) this.#end(origin, gesture);
    });
  }

  undo(origin: Origin = "hand"): Outcome<void> {
    return this.#turn(origin, "undo", "There is nothing to undo.");
  }

  redo(origin: Origin = "hand"): Outcome<void> {
    return this.#turn(origin, "redo", "There is nothing to redo.");
  }

  undoState(origin: Origin = "hand"): UndoState {
    const history = this.#histories.of(origin);
    return { undo: history.next("undo")?.label, redo: history.next("redo")?.label };
  }

  undoStacks(): UndoStacks {
    return this.#histories.stacks();
  }

  replay(entry: Entry): Outcome<void> {
    if (this.#hub.isDelivering) return refused("What happened before can't be done again while observers are told.");
    this.#isReplaying = true;
    try {
      return this.#again(entry);
    } finally {
      this.#isReplaying = false;
    }
  }

  subscribe(observer: Observer): () => void {
    return this.#hub.subscribe(observer);
  }

  flush(): void {
    const silence = { now: this.#clock(), samples: SILENCE };
    for (const [origin, gesture] of this.#histories.open(silence)) this.#end(origin, gesture);
    this.#hub.flush();
  }

  onTrouble(listener: (message: string) => void): () => void {
    return this.#troubles.add(listener);
  }

  onEntry(listener: (entry: Entry) => void): () => void {
    return this.#entries.add(listener);
  }

  #submitTo(origin: Origin, gesture: GestureId, commands: readonly Command[], at?: number): Outcome<Created> {
    if (this.#hub.isDelivering) {
      this.#hub.defer(() => {
        if (!this.#histories.of(origin).has(gesture)) return;
        const later = this.#submitTo(origin, gesture, commands, at);
        if (!later.ok) this.#troubles.tell(later.reason);
      });
      return done(NOTHING);
    }
    const history = this.#histories.of(origin);
    if (!history.has(gesture)) return refused("This gesture is over; what goes on is a new one.");
    const label = history.labelOf(gesture);
    return createdBy(
      this.#do(commands, { role: "do", origin, at: at ?? this.#clock(), label, undoable: true, gesture }),
    );
  }

  /** Carries out commands that are a change of their own or a gesture's. */
  #do(commands: readonly Command[], deed: Deed): Outcome<Applied> {
    const { origin, label, at, undoable, gesture } = deed;
    return this.#run(commands, deed, (inverse) => {
      if (undoable) this.#histories.of(origin).note(label, inverse, at, gesture);
    });
  }

  #end(origin: Origin, gesture: GestureId): void {
    const history = this.#histories.of(origin);
    if (!history.has(gesture)) return;
    const label = history.labelOf(gesture);
    history.end(gesture);
    this.#tell([], { role: "end", origin, at: this.#clock(), label, undoable: true, gesture });
  }

  #cancel(origin: Origin, gesture: GestureId): void {
    const history = this.#histories.of(origin);
    if (!history.has(gesture)) return;
    const deed: Deed = {
      role: "cancel",
      origin,
      at: this.#clock(),
      label: history.labelOf(gesture),
      undoable: false,
      gesture,
    };
    const operations = history.abandon(gesture);
    const outcome = this.#run([restore({ operations })], deed, () => undefined);
    if (!outcome.ok || outcome.value.inverse.length === 0) this.#tell([], deed);
  }

  #turn(origin: Origin, from: "undo" | "redo", nothing: string): Outcome<void> {
    if (this.#hub.isDelivering) {
      this.#hub.defer(() => this.#turn(origin, from, nothing));
      return done(undefined);
    }
    const history = this.#histories.of(origin);
    let steps = 0;
    for (let step = history.next(from); step; step = history.next(from)) {
      const { label, operations, gesture } = step;
      if (gesture !== undefined) this.#end(origin, gesture);
      steps++;
      history.drop(from, 1);
      const deed: Deed = { role: from, origin, at: this.#clock(), label, undoable: true, steps };
      const outcome = this.#run([restore({ operations })], deed, (inverse) => history.noteTurned(from, label, inverse));
      if (!outcome.ok) return outcome;
      if (outcome.value.inverse.length > 0) return done(undefined);
    }
    if (steps > 0) this.#tell([], { role: from, origin, at: this.#clock(), label: "", undoable: true, steps });
    return refused(nothing);
  }

  /**
   * Carries out commands and tells of them. Calls `note` before anyone hears of the change, so that what they then submit is
   * noted after it.
   */
  #run(commands: readonly Command[], deed: Deed, note: (inverse: readonly Operation[]) => void): Outcome<Applied> {
    if (commands.length === 0) return refused("There was nothing to do.");
    const before = this.snapshot();
    const outcome = this.#applied(commands);
    if (!outcome.ok || outcome.value.snapshot === before) return outcome;
    const { snapshot: after, inverse } = outcome.value;
    if (inverse.some(({ kind }) => kind === "document")) this.#leaveDocument(deed.origin);
    note(inverse);
    this.#tell(commands, deed, after.version);
    this.#patch.put(commands, outcome.value, { origin: deed.origin, at: deed.at });
    return outcome;
  }

  /** What commands come to. What happened before is not asked again whether its documents are ones this build would make. */
  #applied(commands: readonly Command[]): Outcome<Applied> {
    const { patch } = this.snapshot();
    const problem = this.#isReplaying ? undefined : givenDocumentProblem(commands, patch, this.registry);
    return problem ?? applyCommands(this.snapshot(), commands, this.registry);
  }

  /** Gestures end with the document they were about, and only who swapped it can take that back. */
  #leaveDocument(origin: Origin): void {
    for (const [of, gesture] of this.#histories.open()) this.#end(of, gesture);
    this.#histories.clearOthers(origin);
  }

  #again(entry: Entry): Outcome<void> {
    const { role, commands, origin, at, label, gesture, steps = 0 } = entry;
    const history = this.#histories.of(origin);
    switch (role) {
      case "begin":
        if (gesture !== undefined) this.#histories.begin(origin, gesture, label, false, at);
        return done(undefined);
      case "end":
        if (gesture !== undefined) history.end(gesture);
        return done(undefined);
      case "do":
        return withoutValue(this.#do(commands, entry));
      case "cancel": {
        const outcome = commands.length === 0 ? done(undefined) : this.#run(commands, entry, () => undefined);
        if (outcome.ok && gesture !== undefined) history.abandon(gesture);
        return withoutValue(outcome);
      }
      case "undo":
      case "redo": {
        const dropped = history.drop(role, steps);
        if (commands.length === 0) return done(undefined);
        const outcome = this.#run(commands, entry, (inverse) => history.noteTurned(role, label, inverse));
        if (!outcome.ok) history.putBack(role, dropped);
        return withoutValue(outcome);
      }
      default:
        return refused(`There is no entry of the kind “${String(role)}” in this version.`);
    }
  }

  #tell(commands: readonly Command[], deed: Deed, version = this.snapshot().version): void {
    if (this.#isReplaying || !this.#entries.any) return;
    this.#entries.tell({ ...deed, commands, version });
  }

  /** At once, or after observers were told; then even if what they cause is cut off. */
  #whenQuiet(work: () => void): void {
    if (this.#hub.isDelivering) this.#hub.defer(work, "always");
    else work();
  }
}

const listOf = (given: Command | readonly Command[]): readonly Command[] =>
  (Array.isArray(given) ? (given as readonly Command[]) : [given as Command]).map(plain);

/** A document given with its tables becomes the plain data that entries carry. */
function plain(command: Command): Command {
  if (!replacePatch.match(command)) return command;
  const document: unknown = command.payload?.patch;
  return isPatch(document) ? replacePatch({ ...command.payload, patch: document }) : command;
}

const labelOf = ([first]: readonly Command[]): string =>
  COMMAND_DEFINITIONS.get(String(first?.type))?.label ?? "change";

const createdBy = (outcome: Outcome<Applied>): Outcome<Created> => (outcome.ok ? done(outcome.value.created) : outcome);

const withoutValue = (outcome: Outcome<unknown>): Outcome<void> => (outcome.ok ? done(undefined) : outcome);

/** A foreign document a session begins with: its ids are the session's own from here on. */
function settled(snapshot: Snapshot): Snapshot {
  const { foreign, ...patch } = snapshot.patch;
  return foreign ? Object.freeze({ ...snapshot, patch: Object.freeze(patch) }) : snapshot;
}
