import type { ConnectionId, ModuleId } from "#engine/patch.ts";
import type { PortRef } from "#graph/model/endpoint.ts";

/** What the pointer is over. */
export interface Hover {
  readonly module?: ModuleId;
  readonly port?: PortRef;
  readonly cable?: ConnectionId;
  /** The key of a parameter of the module. */
  readonly parameter?: string;
}
