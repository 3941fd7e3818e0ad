import type { ModuleDefinition } from "#engine/module-definition.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { ScriptPort } from "#engine/script-content.ts";
import type { ScriptLimits } from "./bridge.ts";
import type { FrameCost } from "./frame-share.ts";
import type { Acknowledgement, QueuedCommand } from "./replica.ts";
import type { CarriedScript, Frame, ScriptReport, ScriptText } from "./running-script.ts";
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
  /** What threads before it made, with the ids the patch has for it: scripts that are carried over still know them by the first. */
  readonly ids: Acknowledgement["ids"];
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
  | {
      readonly type: "load";
      readonly module: ModuleId;
      readonly text: ScriptText;
      /** The script as it ran in a thread that ended: it goes on where it was. */
      readonly carried?: CarriedScript;
    }
  | { readonly type: "detach"; readonly module: ModuleId }
  | {
      readonly type: "frame";
      readonly frame: Frame;
      readonly inputs: readonly (readonly [module: ModuleId, key: string, value: number])[];
    };

/** Each is answered by a {@link DoneMessage} of the same number, in order. */
export type HostMessage = HostRequest & {
  readonly number: number;
  /** Seconds since 1970 when it was posted: what scripts take for now while it is carried out. */
  readonly epoch: number;
};

export interface DeclaredPorts {
  readonly module: ModuleId;
  readonly inputs: readonly ScriptPort[];
  readonly outputs: readonly ScriptPort[];
}

/** What scripts did; applied in the order it comes. */
export interface ScriptEffects {
  /** The message they were working on. */
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

/** Sent before the next script has its turn: what those before it did is not lost if that one never ends. */
export interface EffectsMessage extends ScriptEffects {
  readonly type: "effects";
}

/** A message was answered in full. */
export interface DoneMessage extends ScriptEffects {
  readonly type: "done";
}

/** Sent before script code runs, and without a module after it, where no flag can be shared. */
export interface EnterMessage {
  readonly type: "enter";
  readonly module: ModuleId | undefined;
}

/** Sent whenever it changes what another thread needs to go on with a script; only where memory is shared. */
export interface CarryMessage {
  readonly type: "carry";
  readonly module: ModuleId;
  readonly carried: CarriedScript;
}

export type ThreadMessage = EffectsMessage | DoneMessage | EnterMessage | CarryMessage;

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
