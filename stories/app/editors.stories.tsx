import type { Meta, StoryObj } from "@storybook/react-vite";
import "#app/theme/base.css";
import { Dock } from "#app/shell/dock.tsx";
import { arrangePanels, type DockTab } from "#app/state/panels-slice.ts";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession, SMALL, smallPatch } from "#app/testing/test-session.ts";

interface EditorsProps {
  readonly tab: DockTab;
  readonly empty: boolean;
}

function Editors({ tab, empty }: EditorsProps) {
  const session = createTestSession({
    commands: empty ? [] : smallPatch(),
    step: 4,
    scripts: {
      [SMALL.drift]: {
        state: "running",
        milliseconds: 0.2,
        errors: [{ line: 1, message: "nothing here is wrong but this line" }],
        output: ["ready"],
      },
    },
  });
  session.store.dispatch(arrangePanels({ dockTab: tab }));
  return (
    <Stage session={session} width={960} height={320}>
      <Dock tracker={empty ? undefined : SMALL.beat} script={empty ? undefined : SMALL.drift} />
    </Stage>
  );
}

const meta: Meta<typeof Editors> = {
  title: "App/Editors",
  component: Editors,
  args: { tab: "tracker", empty: false },
};
export default meta;
type Story = StoryObj<typeof Editors>;

export const Tracker: Story = {};
export const TrackerEmpty: Story = { args: { empty: true } };
export const Code: Story = { args: { tab: "code" } };
export const CodeEmpty: Story = { args: { tab: "code", empty: true } };
