import { TRANSPORT_STATE } from "#audio/contract/memory-map.ts";
import type { KernelOps } from "#audio/plan/definition-info.ts";
import { type Allocation, MemoryFull } from "#audio/plan/heap.ts";
import { type Plan, PlanCompiler } from "#audio/plan/plan-compiler.ts";
import { type DecodedSound, sampleBytes, sampleWords } from "#audio/sounds/sample-pool.ts";
import type { Changes } from "#engine/engine.ts";
import type { Registry } from "#engine/module-definition.ts";
import { clampParameter } from "#engine/parameter.ts";
import { parameterIndices } from "#engine/parameter-value.ts";
import type { AssetId, ModuleId, Snapshot, Transport } from "#engine/patch.ts";
import { definitionOf } from "#engine/patch.ts";
import { telemetryKey } from "#engine/telemetry.ts";
import type { HostLink } from "./link.ts";
import { CommandRecord } from "./ring.ts";

export interface PublisherOptions {
  readonly registry: Registry;
  readonly ops: KernelOps;
  readonly memoryBytes: number;
  readonly meters?: boolean;
  /** Hears what could not be done, in a sentence. */
  readonly onTrouble: (message: string) => void;
}

/** Keeps a host up to date with the patch: compiles when its shape changes, sends values when only they do. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #compiler: PlanCompiler;
  readonly #command = new CommandRecord();
  readonly #samples = new Map<AssetId, Allocation>();
  readonly #sampleAddresses = new Map<AssetId, number>();
  readonly #driven = new Set<string>();
  readonly #drivenValues = new Map<string, number>();
  readonly #undriven = new Map<string, { module: ModuleId; key: string; value: number }>();
  readonly #plans: Plan[] = [];
  #link: HostLink;
  #snapshot: Snapshot | undefined;
  #running: Plan | undefined;
  #dirty = false;
  #listeners: readonly ((plan: Plan) => void)[] = [];

  constructor(link: HostLink, options: PublisherOptions) {
    this.#link = link;
    this.#options = options;
    this.#compiler = new PlanCompiler(options);
  }

  /** Changes the way to the host, when it moved to another thread with the same content of memory. */
  linkTo(link: HostLink): void {
    this.#link = link;
  }

  /** Tells everything again, to a host that knows the memory but missed what was last sent. */
  renew(): void {
    if (!this.#snapshot) return;
    const { transport } = this.#snapshot;
    this.#compile();
    // As if the tempo had changed: where it is, it knows.
    this.#sendTransport(transport, { ...transport, bpm: 0 });
    this.#link.flush();
  }

  /** The newest plan the host is known to run. */
  get running(): Plan | undefined {
    return this.#running;
  }

  /** The plan made last, running or about to. */
  get newest(): Plan | undefined {
    return this.#plans.at(-1) ?? this.#running;
  }

  /** First address of the memory never used. */
  get memoryTop(): number {
    return this.#compiler.top;
  }

  /** Called when the host runs another plan. */
  onRunning(listener: (plan: Plan) => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== listener);
    };
  }

  /** Takes a newer snapshot. Without `changes` everything is compared. */
  update(snapshot: Snapshot, changes?: Changes): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    const { patch } = snapshot;
    const was = before?.patch;
    const shape =
      !was ||
      was.modules !== patch.modules ||
      was.connections !== patch.connections ||
      was.patterns !== patch.patterns ||
      was.bindings !== patch.bindings ||
      was.seed !== patch.seed ||
      before?.transport.beatsPerBar !== snapshot.transport.beatsPerBar;
    if (was?.parameters !== patch.parameters && this.#sendParameters(snapshot, changes)) this.#dirty = true;
    if (shape || this.#dirty) this.#compile();
    if (before?.transport !== snapshot.transport) this.#sendTransport(snapshot.transport, before?.transport);
    this.#link.flush();
  }

  /** Once a frame: hears what the host has done, and follows up. */
  poll(): void {
    this.#link.flush();
    const epoch = this.#link.epoch();
    this.#compiler.acknowledge(epoch, this.#link.samples());
    this.#promote(epoch);
    const settles = this.#running?.fading && this.#plans.length === 0 && this.#compiler.settled;
    if (settles || this.#dirty) this.#compile();
    this.#link.flush();
  }

  /** Puts a sound into the memory for all modules that play the asset; undefined takes it out. */
  setSample(asset: AssetId, sound: DecodedSound | undefined): void {
    const old = this.#samples.get(asset);
    if (old) this.#compiler.release(old);
    this.#samples.delete(asset);
    this.#sampleAddresses.delete(asset);
    this.#dirty = true;
    if (!sound) return;
    try {
      const allocation = this.#compiler.reserve(sampleBytes(sound));
      this.#link.write(allocation.address, sampleWords(sound, allocation.address));
      this.#samples.set(asset, allocation);
      this.#sampleAddresses.set(asset, allocation.address);
    } catch (error) {
      if (!(error instanceof MemoryFull)) throw error;
      const name = this.#snapshot?.patch.assets.get(asset)?.name ?? `asset ${asset}`;
      this.#options.onTrouble(`“${name}” doesn't fit into the sound memory. Shorter files or fewer of them would.`);
    }
  }

  /** Moves a live value: a script's output, or a parameter until it is next edited. Unknown keys are ignored. */
  drive(module: ModuleId, key: string, value: number): void {
    const snapshot = this.#snapshot;
    const record = snapshot?.patch.modules.get(module);
    const definition = record && definitionOf(this.#options.registry, record);
    if (!snapshot || !definition || Number.isNaN(value)) return;
    const parameter = definition.parameters[key];
    const wanted = parameter ? clampParameter(parameter, value) : value;
    const name = telemetryKey(module, key);
    if (parameter) this.#drivenValues.set(name, wanted);
    if (parameter && !definition.audio && !definition.sequencer && !this.#driven.has(name)) {
      this.#driven.add(name);
      this.#dirty = true;
    }
    const slot = this.#compiler.slotOf(snapshot, module, key);
    if (slot === undefined) this.#undriven.set(name, { module, key, value: wanted });
    else this.#link.push(this.#command.parameter(slot, wanted).words);
  }

  /** Lets go of what `drive` held: a parameter goes back to its base value, a script's output to 0. */
  release(module: ModuleId, key: string): void {
    const snapshot = this.#snapshot;
    const name = telemetryKey(module, key);
    this.#drivenValues.delete(name);
    this.#undriven.delete(name);
    if (this.#driven.delete(name)) this.#dirty = true;
    const record = snapshot?.patch.modules.get(module);
    const definition = record && definitionOf(this.#options.registry, record);
    const slot = snapshot && definition && this.#compiler.slotOf(snapshot, module, key);
    if (!snapshot || !definition || slot === undefined) return;
    const index = parameterIndices(definition).get(key);
    const base = index === undefined ? 0 : snapshot.patch.parameters.get(module)?.[index];
    if (base !== undefined) this.#link.push(this.#command.parameter(slot, base).words);
  }

  /** The value a parameter is held at by `drive`. */
  drivenValue(module: ModuleId, key: string): number | undefined {
    return this.#drivenValues.size === 0 ? undefined : this.#drivenValues.get(telemetryKey(module, key));
  }

  /** Silences everything within 20 ms and lets all voices, tails and delays go. */
  panic(): void {
    this.#link.push(this.#command.panic().words);
    this.#link.flush();
  }

  #sendParameters(snapshot: Snapshot, changes: Changes | undefined): boolean {
    const ids = changes && !changes.all ? changes.parameters : snapshot.patch.parameters.keys();
    const edited = changes && !changes.all ? changes.parameters : undefined;
    if (edited && this.#drivenValues.size > 0)
      for (const name of this.#drivenValues.keys())
        if (edited.has(Number.parseInt(name, 10))) this.#drivenValues.delete(name);
    return this.#compiler.parameterChanges(snapshot, ids, (slot, value) =>
      this.#link.push(this.#command.parameter(slot, value).words),
    );
  }

  #sendTransport(transport: Transport, before: Transport | undefined): void {
    const { state, bpm, seek } = transport;
    const jumps = before ? seek.serial !== before.seek.serial : seek.tick > 0;
    if (before && !jumps && before.state === state && before.bpm === bpm) return;
    this.#link.push(this.#command.transport(TRANSPORT_STATE[state], bpm, jumps ? seek.tick : undefined).words);
  }

  #compile(): void {
    const snapshot = this.#snapshot;
    if (!snapshot) return;
    this.#dirty = false;
    let plan: Plan;
    try {
      plan = this.#compiler.compile(snapshot, {
        samples: this.#sampleAddresses,
        driven: this.#driven,
        instant: this.#running === undefined && this.#plans.length === 0,
      });
    } catch (error) {
      if (!(error instanceof MemoryFull)) throw error;
      this.#options.onTrouble("The patch needs more sound memory than there is. Removing delays or sounds would help.");
      return;
    }
    for (const { address, bytes } of plan.clears) this.#link.clear(address, bytes);
    for (const { address, words } of plan.writes) this.#link.write(address, words);
    this.#link.push(this.#command.swap(plan.image).words);
    this.#plans.push(plan);
    this.#compiler.parameterChanges(snapshot, snapshot.patch.parameters.keys(), (slot, value) =>
      this.#link.push(this.#command.parameter(slot, value).words),
    );
    for (const [name, { module, key, value }] of this.#undriven) {
      const slot = this.#compiler.slotOf(snapshot, module, key);
      if (slot === undefined) continue;
      this.#undriven.delete(name);
      this.#link.push(this.#command.parameter(slot, value).words);
    }
  }

  #promote(epoch: number): void {
    let newest: Plan | undefined;
    while (this.#plans[0] && this.#plans[0].epoch <= epoch) newest = this.#plans.shift();
    if (!newest) return;
    this.#running = newest;
    for (const listener of this.#listeners) listener(newest);
  }
}
