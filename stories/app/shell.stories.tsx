import type { Meta, StoryObj } from "@storybook/react-vite";
import { useEffect, useMemo } from "react";
import "#app/theme/base.css";
import { AppShell } from "#app/shell/app-shell.tsx";
import { TransportBar } from "#app/shell/transport-bar.tsx";
import { createNotices, type Notice } from "#app/state/notices.tsx";
import { Stage } from "#app/testing/stage.tsx";
import { createTestSession, flushEachFrame, smallPatch } from "#app/testing/test-session.ts";
import type { Command } from "#engine/command.ts";

interface ShellProps {
  readonly commands: readonly Command[];
}

function Shell({ commands }: ShellProps) {
  const session = useMemo(() => createTestSession({ commands, step: 4 }), [commands]);
  useEffect(() => flushEachFrame(session), [session]);
  return <AppShell session={session} />;
}

function Told({ notices }: { readonly notices: readonly Notice[] }) {
  const told = useMemo(createNotices, []);
  const session = useMemo(() => createTestSession(), []);
  useEffect(() => {
    for (const notice of notices) told.tell(notice);
  }, [told, notices]);
  return <Stage session={session} notices={told} width={640} height={320} />;
}

const meta: Meta<typeof Shell> = { title: "App/Shell", component: Shell, parameters: { layout: "fullscreen" } };
export default meta;
type Story = StoryObj<typeof Shell>;

export const SmallPatch: Story = { args: { commands: smallPatch() } };
export const EmptyPatch: Story = { args: { commands: [] } };

export const Transport: StoryObj<typeof TransportBar> = {
  render: () => (
    <Stage session={createTestSession()} width={640} height={44}>
      <TransportBar />
    </Stage>
  ),
};

export const Toasts: StoryObj<typeof Told> = {
  render: (args) => <Told {...args} />,
  args: {
    notices: [
      {
        tone: "refusal",
        text: "“kick” can't feed “blur”: sound doesn't go into a picture input. Try an analyser in between.",
      },
      { tone: "offer", text: "This is a new patch.", action: { label: "Bring it back", run: () => {} } },
    ],
  },
};
