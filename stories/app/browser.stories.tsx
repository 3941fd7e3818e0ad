import type { Meta, StoryObj } from "@storybook/react-vite";
import "#app/theme/base.css";
import { BrowserPanel } from "#app/panels/browser/browser-panel.tsx";
import { arrangePanels, type BrowserTab } from "#app/state/panels-slice.ts";
import { select } from "#app/state/selection-slice.ts";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession, SMALL, smallPatch } from "#app/testing/test-session.ts";

interface BrowserProps {
  readonly tab: BrowserTab;
  readonly selected: readonly number[];
}

function Browser({ tab, selected }: BrowserProps) {
  const session = createTestSession({ commands: smallPatch() });
  session.store.dispatch(arrangePanels({ browserTab: tab }));
  session.store.dispatch(select({ modules: selected }));
  return (
    <Stage session={session} width={216}>
      <BrowserPanel onPlace={() => {}} onOpenExample={() => {}} />
    </Stage>
  );
}

const meta: Meta<typeof Browser> = {
  title: "App/Browser",
  component: Browser,
  args: { tab: "modules", selected: [] },
};
export default meta;
type Story = StoryObj<typeof Browser>;

export const Modules: Story = {};
export const PresetsEmpty: Story = { args: { tab: "presets" } };
export const PresetsWithSelection: Story = { args: { tab: "presets", selected: [SMALL.bass, SMALL.warm] } };
export const Examples: Story = { args: { tab: "examples" } };
