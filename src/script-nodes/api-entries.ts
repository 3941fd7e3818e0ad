import { HOST_API } from "./host-api.ts";
import type { HostFunction } from "./host-api-types.ts";

/** What a code editor or a reference shows about one function. */
export interface ApiEntry {
  /** As in the table: `name`, or `Kind:name` for a method. */
  readonly path: string;
  /** The bare name. */
  readonly name: string;
  /** As a script writes it: a method of a global handle with it before, like `engine:onFrame`, else the bare name. */
  readonly written: string;
  /** The kind of handle it is a method of. */
  readonly of?: string;
  /** `name(first, second?) -> type` */
  readonly signature: string;
  readonly doc: string;
  readonly example: string;
}

/** Completion, hover help and reference for everything a script can call, in the order of the table. */
export function apiEntries(): readonly ApiEntry[] {
  return Object.entries(HOST_API.functions).map(([path, declared]) => entryOf(path, declared));
}

function entryOf(path: string, declared: HostFunction): ApiEntry {
  const colon = path.indexOf(":");
  const of = colon < 0 ? undefined : path.slice(0, colon);
  const name = path.slice(colon + 1);
  const holder = Object.entries(HOST_API.globals).find(([, kind]) => kind === of)?.[0];
  const given = of === undefined ? declared.parameters : declared.parameters.slice(1);
  const list = given.map((parameter) => (parameter.optional ? `${parameter.name}?` : parameter.name)).join(", ");
  const answer = declared.returns === "nothing" ? "" : ` -> ${declared.returns.replace("handle ", "")}`;
  return {
    path,
    name,
    written: holder === undefined ? name : `${holder}:${name}`,
    ...(of === undefined ? {} : { of }),
    signature: `${name}(${list})${answer}`,
    doc: declared.doc,
    example: declared.example,
  };
}
