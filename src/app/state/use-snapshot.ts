import { useCallback, useRef, useSyncExternalStore } from "react";
import type { Changes } from "#engine/engine.ts";
import type { Connection, ConnectionId, Module, ModuleId, Pattern, PatternId, Snapshot } from "#engine/patch.ts";
import { patchHubOf } from "./patch-hub.ts";
import { useSession } from "./session-context.tsx";

const always = () => true;

/**
 * What the selector reads from the snapshot, rendered anew only when it differs. `same` compares selections that are
 * built afresh each time; `concern` skips changes the selection cannot depend on.
 */
export function useSnapshot<T>(
  selector: (snapshot: Snapshot) => T,
  same: (a: T, b: T) => boolean = Object.is,
  concern: (changes: Changes) => boolean = always,
): T {
  const { engine } = useSession();
  const last = useRef<{ readonly value: T } | null>(null);
  const concerned = useRef(concern);
  concerned.current = concern;
  const listen = useCallback(
    (listener: () => void) => patchHubOf(engine).listen((changes) => concerned.current(changes), listener),
    [engine],
  );
  return useSyncExternalStore(listen, () => {
    const value = selector(engine.snapshot());
    if (last.current && same(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  });
}

/** A module's record, undefined once it is gone. */
export const useModule = (id: ModuleId | undefined): Module | undefined =>
  useSnapshot(
    ({ patch }) => (id === undefined ? undefined : patch.modules.get(id)),
    Object.is,
    (changes) => id !== undefined && changes.modules.has(id),
  );

/** A module's parameter values in the order of its definition. */
export const useParameterValues = (id: ModuleId): readonly number[] | undefined =>
  useSnapshot(
    ({ patch }) => patch.parameters.get(id),
    Object.is,
    (changes) => changes.parameters.has(id) || changes.modules.has(id),
  );

/** A connection, undefined once it is gone. */
export const useConnection = (id: ConnectionId): Connection | undefined =>
  useSnapshot(
    ({ patch }) => patch.connections.get(id),
    Object.is,
    (changes) => changes.connections.has(id),
  );

/** A pattern, undefined once it is gone. */
export const usePattern = (id: PatternId | undefined): Pattern | undefined =>
  useSnapshot(
    ({ patch }) => (id === undefined ? undefined : patch.patterns.get(id)),
    Object.is,
    (changes) => id !== undefined && changes.patterns.has(id),
  );

/** Whether two arrays hold the same things in the same order. */
export const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
