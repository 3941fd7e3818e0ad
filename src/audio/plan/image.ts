import { FORMAT_CODE, RECORD, RECORD_WORDS } from "#audio/contract/kernel-abi.ts";
import {
  ALLOCATOR,
  ALLOCATOR_WORDS,
  IMAGE,
  IMAGE_WORDS,
  SEQUENCER_WORDS,
  SWAP_WORDS,
} from "#audio/contract/memory-map.ts";
import type { EventPlan } from "./note-ways.ts";
import type { RecordDraft } from "./records.ts";

/** Everything of a plan that the host reads, before it has an address. */
export interface ImageParts {
  readonly epoch: number;
  readonly records: readonly RecordDraft[];
  readonly swaps: readonly number[];
  readonly events: EventPlan;
  readonly eventLists: readonly number[];
  readonly clears: readonly number[];
}

/** Lays a plan out as the words the host reads. `place` gives the address for so many bytes. */
export function layOutImage(
  parts: ImageParts,
  place: (bytes: number) => number,
): { address: number; words: Int32Array } {
  const { records, swaps, events, eventLists, clears } = parts;
  const { sequencers, groups } = events;
  const count = records.length;
  const schedule = IMAGE_WORDS;
  const owners = schedule + count * RECORD_WORDS;
  const stateBytes = owners + count;
  const lists = stateBytes + count;
  const listWords = records.reduce((sum, record) => sum + record.inputs.length * 3 + record.outputs.length, 0);
  const swapAt = lists + listWords;
  const sequencerAt = swapAt + swaps.length;
  const groupAt = sequencerAt + sequencers.length * SEQUENCER_WORDS;
  const groupLists = groupAt + groups.length * ALLOCATOR_WORDS;
  const groupListWords = groups.reduce((sum, group) => sum + group.sources.length + group.receivers.length, 0);
  const eventListAt = groupLists + groupListWords;
  const clearAt = eventListAt + eventLists.length;
  const words = new Int32Array(clearAt + clears.length);
  const address = place(words.byteLength);
  const at = (word: number) => address + word * 4;

  words[IMAGE.epoch] = parts.epoch;
  words[IMAGE.schedule] = at(schedule);
  words[IMAGE.records] = count;
  words[IMAGE.swaps] = at(swapAt);
  words[IMAGE.swapCount] = swaps.length / SWAP_WORDS;
  words[IMAGE.sequencers] = at(sequencerAt);
  words[IMAGE.sequencerCount] = sequencers.length;
  words[IMAGE.allocators] = at(groupAt);
  words[IMAGE.allocatorCount] = groups.length;
  words[IMAGE.eventLists] = at(eventListAt);
  words[IMAGE.eventListCount] = eventLists.length;
  words[IMAGE.owners] = at(owners);
  words[IMAGE.clears] = at(clearAt);
  words[IMAGE.clearCount] = clears.length / 2;
  words[IMAGE.stateBytes] = at(stateBytes);

  let list = lists;
  records.forEach((record, index) => {
    const base = schedule + index * RECORD_WORDS;
    words[owners + index] = record.owner;
    words[stateBytes + index] = record.stateBytes;
    words[base + RECORD.op] = record.op;
    words[base + RECORD.quads] = record.format.quads;
    words[base + RECORD.inputs] = record.inputs.length === 0 ? 0 : at(list);
    for (const input of record.inputs) {
      words[list++] = input?.address ?? 0;
      words[list++] = input?.format.quads ?? 0;
      words[list++] = input ? FORMAT_CODE[input.format.format] : 0;
    }
    words[base + RECORD.outputs] = record.outputs.length === 0 ? 0 : at(list);
    for (const output of record.outputs) words[list++] = output.address;
    words[base + RECORD.state] = record.state;
    words[base + RECORD.parameters] = record.parameters;
    words[base + RECORD.events] = record.events;
    words[base + RECORD.telemetry] = record.telemetry;
    words[base + RECORD.format] = FORMAT_CODE[record.format.format];
    words[base + RECORD.seed] = record.seed;
    words[base + RECORD.aux0] = record.aux0;
    words[base + RECORD.aux1] = record.aux1;
    words[base + RECORD.aux2] = record.aux2;
  });
  words.set(swaps, swapAt);
  sequencers.forEach((sequencer, index) => {
    words.set(sequencer, sequencerAt + index * SEQUENCER_WORDS);
  });
  let groupList = groupLists;
  groups.forEach((group, index) => {
    const base = groupAt + index * ALLOCATOR_WORDS;
    words[base + ALLOCATOR.voices] = group.state;
    words[base + ALLOCATOR.voiceCount] = group.voices;
    words[base + ALLOCATOR.sources] = at(groupList);
    words[base + ALLOCATOR.sourceCount] = group.sources.length;
    words.set(group.sources, groupList);
    groupList += group.sources.length;
    words[base + ALLOCATOR.receivers] = at(groupList);
    words[base + ALLOCATOR.receiverCount] = group.receivers.length;
    words.set(group.receivers, groupList);
    groupList += group.receivers.length;
  });
  words.set(eventLists, eventListAt);
  words.set(clears, clearAt);
  return { address, words };
}
