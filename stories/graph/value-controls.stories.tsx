import type { Meta, StoryObj } from "@storybook/react-vite";
import { useRef, useState } from "react";
import "#app/theme/tokens.css";
import { ParameterControl } from "#controls/parameter-control.tsx";
import { plainEdit, type ValueEdit } from "#controls/value-edit.ts";
import { choice, number, type Parameter, toggle } from "#engine/parameter.ts";

const cutoff = number({
  label: "Cutoff",
  unit: "Hz",
  min: 20,
  max: 20_000,
  default: 1_000,
  curve: "exponential",
  summary: "Where the filter begins to take away.",
});
const pan = number({ label: "Pan", unit: "ratio", min: -1, max: 1, default: 0, summary: "Left or right." });
const mode = choice({
  label: "Mode",
  options: { lowpass: "Low", bandpass: "Band", highpass: "High" },
  default: "lowpass",
  summary: "Which part passes.",
});
const wave = choice({
  label: "Wave",
  options: { sine: "Sine", triangle: "Triangle", saw: "Saw", square: "Square", noise: "Noise" },
  default: "saw",
  summary: "The shape of the tone.",
});
const loop = toggle({ label: "Loop", default: true, summary: "Begins again at the end." });

function useValue(parameter: Parameter): readonly [number, ValueEdit] {
  const [value, setValue] = useState<number>(parameter.default);
  const now = useRef(value);
  const edit = plainEdit(
    () => now.current,
    (next) => {
      now.current = next;
      setValue(next);
    },
  );
  return [value, edit];
}

interface StageProps {
  readonly parameter: Parameter;
  readonly shape: "face" | "inspector";
  readonly live?: () => number | undefined;
}

function Stage({ parameter, shape, live }: StageProps) {
  const [value, edit] = useValue(parameter);
  return (
    <div style={{ width: 200, padding: 24, background: "var(--surface-2)" }}>
      <ParameterControl
        parameter={parameter}
        value={value}
        edit={edit}
        bare={shape === "inspector"}
        {...(live ? { live } : {})}
      />
    </div>
  );
}

const meta: Meta<typeof Stage> = { title: "Graph/Value controls", component: Stage };
export default meta;
type Story = StoryObj<typeof Stage>;

export const Bar: Story = { args: { parameter: cutoff, shape: "face" } };
export const MovedBar: Story = { args: { parameter: cutoff, shape: "face", live: () => 4_000 } };
export const BarAroundZero: Story = { args: { parameter: pan, shape: "face" } };
export const Segments: Story = { args: { parameter: mode, shape: "inspector" } };
export const ChoiceOnAModule: Story = { args: { parameter: mode, shape: "face" } };
export const LongChoice: Story = { args: { parameter: wave, shape: "inspector" } };
export const Switch: Story = { args: { parameter: loop, shape: "face" } };
