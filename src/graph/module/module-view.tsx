import { Ellipsis } from "lucide-react";
import { type CSSProperties, memo, useMemo, useSyncExternalStore } from "react";
import { ParameterControl } from "#controls/parameter-control.tsx";
import { parameterEdit } from "#controls/value-edit.ts";
import { COMMANDS } from "#engine/command.ts";
import type { ModuleKind } from "#engine/module-definition.ts";
import type { ModuleId } from "#engine/patch.ts";
import type { ModuleStatus } from "#graph/model/app-ports.ts";
import type { ModuleEntry } from "#graph/model/graph-model.ts";
import { type BarSpot, SIDE_PADDING } from "#graph/model/module-layout.ts";
import { useCanvas, useModuleEntry, useSelected } from "./canvas-context.ts";
import { ModuleMeter } from "./module-meter.tsx";
import { ModuleName } from "./module-name.tsx";
import { ModulePreview } from "./module-preview.tsx";
import styles from "./module-view.module.css";
import { PortView } from "./port-view.tsx";
import { StepStrip } from "./step-strip.tsx";

/** The colour a kind of module wears: that of the signal it mostly makes. */
export const KIND_COLOUR: Readonly<Record<ModuleKind, string>> = {
  sequencer: "var(--signal-event)",
  audio: "var(--signal-audio)",
  video: "var(--signal-video)",
  control: "var(--signal-control)",
  script: "var(--signal-control)",
  io: "var(--text-dim)",
};

/** One module on the canvas, by id: reads its entry and nothing else. */
export const ModuleView = memo(function ModuleView({ id }: { readonly id: ModuleId }) {
  const { model, selection, status } = useCanvas();
  const entry = useModuleEntry(model, id);
  const selected = useSelected(selection, id);
  const condition = useSyncExternalStore(
    (listener) => status.subscribe(listener),
    () => status.of(id),
  );
  return entry ? <ModuleFrame entry={entry} selected={selected} condition={condition} /> : null;
});

interface ModuleFrameProps {
  readonly entry: ModuleEntry;
  readonly selected: boolean;
  readonly condition: ModuleStatus | undefined;
}

function ModuleFrame({ entry, selected, condition }: ModuleFrameProps) {
  const { live, previews } = useCanvas();
  const { id, module, definition, layout } = entry;
  const { body } = layout;
  const error =
    condition?.error ?? (definition ? undefined : `This build doesn't know ${module.type}. Its data is kept.`);
  const box = body && { top: body.top, left: SIDE_PADDING, width: body.width, height: body.height };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of controls on a canvas is no form, so a fieldset would mislead
    <div
      className={styles.module}
      role="group"
      aria-label={`${module.name}, ${definition?.title ?? `unknown module ${module.type}`}${selected ? ", selected" : ""}${module.bypassed ? ", bypassed" : ""}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys act on the focused module
      tabIndex={0}
      data-module={id}
      data-selected={selected}
      data-bypassed={module.bypassed}
      data-error={error !== undefined}
      style={
        {
          width: layout.width,
          height: layout.height,
          "--kind": definition ? KIND_COLOUR[definition.kind] : "var(--danger)",
        } as CSSProperties
      }
    >
      <ModuleHeader entry={entry} />
      {layout.meter ? <ModuleMeter entry={entry} live={live} /> : null}
      {layout.ports.map((spot) => (
        <PortView key={`${spot.side}:${spot.key}`} entry={entry} spot={spot} />
      ))}
      {layout.bars.map((bar) => (
        <FaceBar key={bar.key} entry={entry} bar={bar} />
      ))}
      {body?.kind === "preview" ? <ModulePreview id={id} box={box} previews={previews} /> : null}
      {body?.kind === "steps" ? <StepStrip id={id} pattern={entry.pattern} box={box} live={live} /> : null}
      {body?.kind === "script" ? <ScriptLine condition={condition} top={body.top} /> : null}
      {error ? (
        <p className={styles.error} role="status">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function ModuleHeader({ entry }: { readonly entry: ModuleEntry }) {
  const { engine, refuse, openModuleMenu } = useCanvas();
  const { id, module, definition } = entry;
  const bypass = (): void => {
    const outcome = engine.submit(COMMANDS.bypassModules({ modules: [id], bypassed: !module.bypassed }));
    if (!outcome.ok) refuse(outcome.reason);
  };
  return (
    <div className={styles.header}>
      <ModuleName id={id} name={module.name} />
      <small>{definition?.title ?? `unknown: ${module.type}`}</small>
      <button
        type="button"
        className={styles.bypass}
        data-control
        aria-pressed={module.bypassed}
        aria-label={`Bypass ${module.name}`}
        title={module.bypassed ? "Bypassed. Click to switch it on (B)" : "On. Click to bypass (B)"}
        onClick={bypass}
        onDoubleClick={(event) => event.stopPropagation()}
      />
      <button
        type="button"
        className={styles.menu}
        data-control
        aria-haspopup="menu"
        aria-label={`Menu of ${module.name}`}
        onClick={(event) => {
          const place = event.currentTarget.getBoundingClientRect();
          openModuleMenu(id, place.left, place.bottom + 2);
        }}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <Ellipsis size={12} aria-hidden />
      </button>
    </div>
  );
}

function FaceBar({ entry, bar }: { readonly entry: ModuleEntry; readonly bar: BarSpot }) {
  const { engine, live, refuse } = useCanvas();
  const { id } = entry;
  const edit = useMemo(
    () => parameterEdit(engine, id, bar.key, bar.parameter, refuse),
    [engine, id, bar.key, bar.parameter, refuse],
  );
  const moved = useMemo(() => () => live.value(id, bar.key), [live, id, bar.key]);
  return (
    <div
      className={styles.bar}
      data-parameter={bar.key}
      style={{ top: bar.top, right: entry.layout.meter ? SIDE_PADDING + 4 : SIDE_PADDING }}
    >
      <ParameterControl
        parameter={bar.parameter}
        value={entry.values[bar.index] ?? bar.parameter.default}
        edit={edit}
        name={`${bar.parameter.label} of ${entry.module.name}`}
        live={moved}
      />
    </div>
  );
}

function ScriptLine({ condition, top }: { readonly condition: ModuleStatus | undefined; readonly top: number }) {
  return (
    <div className={styles.script} style={{ top }}>
      <code>{condition?.line ?? "Double-click to write"}</code>
      {condition?.costMs === undefined ? null : <small>{condition.costMs.toFixed(1)} ms</small>}
    </div>
  );
}
