import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOCK, OP, QUAD_BYTES, RECORD, RECORD_BYTES } from "#audio/contract/kernel-abi.ts";
import { IMAGE } from "#audio/contract/memory-map.ts";
import { MemoryViews } from "#audio/host/memory-views.ts";
import { OfflineSession } from "#audio/offline.ts";
import { PatchBuilder } from "#audio/testing/patch-builder.ts";
import { REFERENCE_MODULES, REFERENCE_OPS, ReferenceKernels } from "#audio/testing/reference-kernels.ts";
import { DirectLink } from "#audio/wire/link.ts";
import { createRegistry } from "#engine/module-definition.ts";
import { tracker } from "#modules/sequencer/tracker.ts";
import { PlanCompiler } from "./plan-compiler.ts";

const registry = createRegistry([...REFERENCE_MODULES, tracker]);
const ops = (kernel: string) => REFERENCE_OPS[kernel];
const BYTES = 24 * 1024 * 1024;

const TYPES = ["t.output", "t.click", "t.ramp", "t.gain", "t.hold", "t.sum", "sequencer.tracker"] as const;
type Step =
  | { readonly kind: "add"; readonly type: number; readonly voices: number }
  | { readonly kind: "remove" | "bypass"; readonly pick: number }
  | { readonly kind: "cable"; readonly from: number; readonly to: number; readonly port: number }
  | { readonly kind: "cut"; readonly pick: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      type: fc.nat(TYPES.length - 1),
      voices: fc.integer({ min: 1, max: 16 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("cable" as const), from: fc.nat(), to: fc.nat(), port: fc.nat() }),
  },
  fc.record({ kind: fc.constantFrom("remove" as const, "bypass" as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant("cut" as const), pick: fc.nat() }),
);

/** Applies random edits; ids are never used twice. */
function* patches(steps: readonly Step[]): Generator<PatchBuilder> {
  let patch = new PatchBuilder(registry).module(1, "t.hold").module(2, "t.output").cable(1, "1.audio -> 2.audio");
  let nextId = 3;
  for (const each of steps) {
    const ids = [...patch.patch.modules.keys()].sort((a, b) => a - b);
    const at = (pick: number) => ids[pick % ids.length] ?? 0;
    if (each.kind === "add") {
      const type = TYPES[each.type] ?? "t.gain";
      patch = patch.module(nextId, type, { voices: each.voices });
      if (type === "sequencer.tracker") patch = patch.pattern(nextId, [{ note: 60 }]);
    } else if (each.kind === "remove" && ids.length > 1) patch = patch.remove(at(each.pick));
    else if (each.kind === "bypass")
      patch = patch.bypass(at(each.pick), !patch.patch.modules.get(at(each.pick))?.bypassed);
    else if (each.kind === "cable") {
      const cable = fitting(patch, at(each.from), at(each.to), each.port);
      if (cable) patch = patch.cable(nextId, cable);
    } else if (each.kind === "cut") {
      const cables = [...patch.patch.connections.keys()];
      const cut = cables[each.pick % Math.max(1, cables.length)];
      if (cut !== undefined) patch = patch.cut(cut);
    }
    nextId++;
    yield patch;
  }
}

function fitting(patch: PatchBuilder, from: number, to: number, port: number): string | undefined {
  const source = registry.get(patch.patch.modules.get(from)?.type ?? "");
  const target = registry.get(patch.patch.modules.get(to)?.type ?? "");
  if (!source || !target) return undefined;
  const outputs = Object.entries(source.outputs);
  const [output, { signal }] = outputs[port % Math.max(1, outputs.length)] ?? ["", { signal: "video" }];
  const inputs = Object.entries(target.inputs).flatMap(([key, each]) => (each.signal === signal ? [key] : []));
  const parameters = signal === "control" ? Object.keys(target.parameters) : [];
  const ends = [...inputs, ...parameters];
  return ends.length === 0 ? undefined : `${from}.${output} -> ${to}.${ends[port % ends.length]}`;
}

interface Span {
  readonly address: number;
  readonly bytes: number;
}

/** No record writes where it reads, everything lies in the memory, and the master comes last. */
function checkPlan(views: MemoryViews, image: number): void {
  const schedule = views.int(image + IMAGE.schedule * 4);
  const count = views.int(image + IMAGE.records * 4);
  for (let i = 0; i < count; i++) {
    const record = schedule + i * RECORD_BYTES;
    const word = (place: number) => views.int(record + place * 4);
    const op = word(RECORD.op);
    const isKernel = op >= 64;
    const outputs: Span[] = [];
    const outputCount = isKernel || op === OP.mix || op === OP.modulate ? 1 : 0;
    for (let o = 0; o < outputCount && word(RECORD.outputs) !== 0; o++)
      outputs.push({ address: views.int(word(RECORD.outputs) + o * 4), bytes: word(RECORD.quads) * QUAD_BYTES });
    const inputs = op === OP.mix || op === OP.modulate || op === OP.master ? word(RECORD.aux1) : 0;
    for (let input = 0; input < inputs; input++) {
      const address = views.int(word(RECORD.inputs) + input * 12);
      for (const output of outputs)
        expect(address >= output.address + output.bytes || address + QUAD_BYTES <= output.address).toBe(true);
    }
    for (const output of outputs) {
      expect(output.address).toBeGreaterThan(0);
      expect(output.address + output.bytes).toBeLessThanOrEqual(BYTES);
    }
  }
  expect(views.int(schedule + (count - 1) * RECORD_BYTES)).toBe(OP.master);
}

test("any edits compile, play, stay finite and keep buffers apart", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), fc.nat(5), (steps, blocksBetween) => {
      const memory = { buffer: new ArrayBuffer(BYTES) };
      let session: OfflineSession | undefined;
      for (const patch of patches(steps)) {
        const snapshot = patch.snapshot({ state: "playing" });
        if (session) session.update(snapshot);
        else
          session = new OfflineSession({
            snapshot,
            registry,
            ops,
            kernels: { memory, exports: new ReferenceKernels(memory) },
            samples: new Map(),
            onTrouble: (message) => {
              throw new Error(message);
            },
          });
        for (let i = 0; i < blocksBetween; i++) session.block();
        const { newest } = session.publisher;
        if (newest) checkPlan(session.host.views, newest.image);
        expect(session.host.left.every((value) => Number.isFinite(value))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("after edits have settled the sound is that of the patch opened anew", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const stateless = steps.filter((each) => each.kind !== "add" || ![1, 2, 6].includes(each.type));
      const all = [...patches(stateless)];
      const last = all.at(-1);
      if (!last || hasLoop(last)) return;
      const play = () => {
        const memory = { buffer: new ArrayBuffer(BYTES) };
        return new OfflineSession({
          snapshot: new PatchBuilder(registry).snapshot(),
          registry,
          ops,
          kernels: { memory, exports: new ReferenceKernels(memory) },
          samples: new Map(),
        });
      };
      const edited = play();
      for (const patch of all) {
        edited.update(patch.snapshot());
        edited.block();
      }
      const fresh = play();
      fresh.update(last.snapshot());
      for (let i = 0; i < 30; i++) {
        edited.block();
        fresh.block();
      }
      expect([...edited.host.left]).toEqual([...fresh.host.left]);
      expect(edited.publisher.running?.fading).toBe(false);
    }),
    { numRuns: 40 },
  );
}, 60_000);

function hasLoop({ patch }: PatchBuilder): boolean {
  const next = new Map<number, number[]>();
  for (const { from, to } of patch.connections.values())
    next.set(from.module, [...(next.get(from.module) ?? []), to.module]);
  const reaches = (from: number, goal: number, seen: Set<number>): boolean =>
    (next.get(from) ?? []).some((to) => to === goal || (!seen.has(to) && reaches(to, goal, seen.add(to))));
  return [...next.keys()].some((id) => reaches(id, id, new Set()));
}

test("the same patch gives the same plan, and one settled cable is read as it is", () => {
  const patch = new PatchBuilder(registry)
    .module(1, "t.hold")
    .module(2, "t.gain")
    .module(3, "t.output")
    .cable(1, "1.audio -> 2.audio")
    .cable(2, "2.audio -> 3.audio");
  const compile = () => {
    const compiler = new PlanCompiler({ registry, ops, memoryBytes: BYTES });
    return compiler.compile(patch.snapshot(), { samples: new Map(), driven: new Set(), instant: true });
  };
  expect(compile()).toEqual(compile());
  const image = compile().writes.at(-1)?.words ?? new Int32Array();
  const opsRun = Array.from({ length: image[IMAGE.records] ?? 0 }, (_, i) => image[16 + (i * RECORD_BYTES) / 4]);
  expect(opsRun).toEqual([REFERENCE_OPS.hold, OP.tap, REFERENCE_OPS.gain, REFERENCE_OPS.output, OP.master]);
});

test("memory of removed modules is given out again", () => {
  const views = new MemoryViews(new ArrayBuffer(BYTES));
  const link = new DirectLink(views);
  const compiler = new PlanCompiler({ registry, ops, memoryBytes: BYTES });
  let patch = new PatchBuilder(registry).module(1, "t.output");
  let top = 0;
  for (let i = 0; i < 200; i++) {
    const id = 10 + i;
    patch = patch.module(id, "t.click").cable(id, `${id}.audio -> 1.audio`);
    if (i > 3) patch = patch.remove(id - 4);
    const plan = compiler.compile(patch.snapshot(), { samples: new Map(), driven: new Set(), instant: false });
    for (const { address, words } of plan.writes) link.write(address, words);
    compiler.acknowledge(plan.epoch, i * BLOCK * 20);
    if (i === 50) top = compiler.top;
  }
  expect(compiler.top).toBe(top);
});
