import type { Meta, StoryObj } from "@storybook/react-vite";
import "#app/theme/base.css";
import { InspectorPanel } from "#app/panels/inspector/inspector-panel.tsx";
import { select } from "#app/state/selection-slice.ts";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession, SMALL, smallPatch } from "#app/testing/test-session.ts";

interface InspectorProps {
  readonly modules: readonly number[];
  readonly connections: readonly number[];
}

function Inspector({ modules, connections }: InspectorProps) {
  const session = createTestSession({
    commands: smallPatch(),
    scripts: {
      [SMALL.drift]: {
        state: "failed",
        milliseconds: 0.2,
        errors: [{ line: 3, message: "attempt to index a nil value (global 'kick')" }],
        output: ["spin 0.25"],
      },
    },
  });
  session.store.dispatch(select({ modules, connections }));
  return (
    <Stage session={session}>
      <InspectorPanel onOpenCode={() => {}} onOpenTracker={() => {}} />
    </Stage>
  );
}

const meta: Meta<typeof Inspector> = {
  title: "App/Inspector",
  component: Inspector,
  args: { modules: [], connections: [] },
};
export default meta;
type Story = StoryObj<typeof Inspector>;

export const NothingSelected: Story = {};
export const OneModule: Story = { args: { modules: [SMALL.warm] } };
export const Sequencer: Story = { args: { modules: [SMALL.beat] } };
export const FailedScript: Story = { args: { modules: [SMALL.drift] } };
export const SeveralModules: Story = { args: { modules: [SMALL.bass, SMALL.warm] } };
export const Cable: Story = { args: { connections: [3] } };
