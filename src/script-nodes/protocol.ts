import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { ScriptPort } from "#engine/script-content.ts";
import type { ScriptLimits } from "./bridge.ts";
import type { FrameCost } from "./frame-share.ts";
import type { Acknowledgement, QueuedCommand } from "./replica.ts";
import type { Frame, ScriptReport, ScriptText } from "./running-script.ts";
import type { Drive } from "./script-session.ts";
import type { SnapshotFeed } from "./snapshot-feed.ts";

/** A definition without its functions, so it can be posted. */
export type PlainDefinition = Omit<ModuleDefinition, "content" | "migrate"> & {
  readonly defaultContent?: Readonly<Record<string, unknown>>;
};

/** First message to a script thread. */
export interface StartMessage {
  readonly type: "start";
  readonly definitions: readonly PlainDefinition[];
  readonly limits: ScriptLimits;
  /** Two 32-bit words, shared where the page may share memory: the module that runs plus one, and how often one began. */
  readonly flag?: SharedArrayBuffer;
}

/** What the host asks of a script thread. */
export type HostRequest =
  | StartMessage
  | {
      readonly type: "sync";
      readonly feed?: SnapshotFeed;
      readonly acknowledged: Acknowledgement;
      /** Scripts whose own state callbacks made this change. */
      readonly except: readonly ModuleId[];
      /** Scripts made all of this change in answer to the one before. */
      readonly answered: boolean;
    }
  | { readonly type: "load"; readonly module: ModuleId; readonly text: ScriptText }
  | { readonly type: "detach"; readonly module: ModuleId }
  | {
      readonly type: "frame";
      readonly frame: Frame;
      readonly inputs: readonly (readonly [module: ModuleId, key: string, value: number])[];
    };

/** Each is answered by a {@link DoneMessage} of the same number, in order. */
export type HostMessage = HostRequest & { readonly number: number };

export interface DeclaredPorts {
  readonly module: ModuleId;
  readonly inputs: readonly ScriptPort[];
  readonly outputs: readonly ScriptPort[];
}

export interface DoneMessage {
  readonly type: "done";
  readonly number: number;
  readonly ports: readonly DeclaredPorts[];
  readonly commands: readonly QueuedCommand[];
  readonly drives: readonly Drive[];
  readonly lines: readonly (readonly [module: ModuleId, line: string])[];
  readonly reports: readonly ScriptReport[];
  /** Now and then. */
  readonly costs: readonly FrameCost[];
  /** What went wrong outside any one script. */
  readonly trouble: readonly string[];
}

/** Sent before script code runs, and without a module after it, where no flag can be shared. */
export interface EnterMessage {
  readonly type: "enter";
  readonly module: ModuleId | undefined;
}

export type ThreadMessage = DoneMessage | EnterMessage;

/** A place scripts run in, seen from the host. */
export interface ScriptThread {
  post(message: HostMessage): void;
  /** Ends it at once, whatever it does. */
  terminate(): void;
}

export interface ThreadListener {
  readonly onMessage: (message: ThreadMessage) => void;
  /** It broke down by itself. */
  readonly onFailure: (reason: string) => void;
}

/** Strips what can't be posted. */
export function plainDefinition({ content, migrate: _, ...plain }: ModuleDefinition): PlainDefinition {
  return content ? { ...plain, defaultContent: content.default } : plain;
}
