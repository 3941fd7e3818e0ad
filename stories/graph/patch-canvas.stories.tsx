import type { Meta, StoryObj } from "@storybook/react-vite";
import { useEffect, useMemo } from "react";
import "#app/theme/tokens.css";
import type { Command } from "#engine/command.ts";
import { COMMANDS } from "#engine/command.ts";
import { createEngine } from "#engine/create-engine.ts";
import type { ModuleId } from "#engine/patch.ts";
import { Cell } from "#graph/cell.ts";
import type { ModuleStatus } from "#graph/model/app-ports.ts";
import { PatchCanvas } from "#graph/patch-canvas.tsx";
import { sampleRegistry } from "#graph/testing/sample-definitions.ts";
import { sampleId, samplePatch } from "#graph/testing/sample-patch.ts";
import { sampleReadings } from "#graph/testing/sample-readings.ts";

interface StageProps {
  readonly commands: readonly Command[];
  readonly selected?: readonly ModuleId[];
  readonly statuses?: Readonly<Record<ModuleId, ModuleStatus>>;
  readonly width?: number;
  readonly height?: number;
}

function Stage({ commands, selected = [], statuses = {}, width = 1_180, height = 560 }: StageProps) {
  const parts = useMemo(() => {
    const engine = createEngine({ registry: sampleRegistry });
    for (const command of commands) {
      const outcome = engine.submit(command);
      if (!outcome.ok) throw new Error(outcome.reason);
    }
    const selection = new Cell<ReadonlySet<ModuleId>>(new Set(selected));
    return {
      engine,
      live: sampleReadings(),
      selection: {
        get: selection.get,
        set: (ids: ReadonlySet<ModuleId>) => selection.set(ids),
        subscribe: selection.subscribe,
      },
      previews: { attach: paintPreview },
      status: { of: (id: ModuleId) => statuses[id], subscribe: () => () => {} },
    };
  }, [commands, selected, statuses]);
  useEffect(() => {
    let frame = requestAnimationFrame(function flush() {
      parts.engine.flush();
      frame = requestAnimationFrame(flush);
    });
    return () => cancelAnimationFrame(frame);
  }, [parts]);
  return (
    <div style={{ width, height }}>
      <PatchCanvas {...parts} presets={[]} />
    </div>
  );
}

function paintPreview(_module: ModuleId, canvas: HTMLCanvasElement): () => void {
  const context = canvas.getContext("2d");
  if (context) {
    const glow = context.createRadialGradient(160, 90, 4, 160, 90, 170);
    glow.addColorStop(0, "white");
    glow.addColorStop(0.3, "hotpink");
    glow.addColorStop(1, "black");
    context.fillStyle = glow;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  return () => {};
}

const one = (type: string): readonly Command[] => [COMMANDS.addModule({ type, id: 1, position: { x: 0, y: 0 } })];
const small = { width: 320, height: 280 };

const meta: Meta<typeof Stage> = { title: "Graph/Patch canvas", component: Stage };
export default meta;
type Story = StoryObj<typeof Stage>;

export const FirstScreen: Story = {
  args: {
    commands: samplePatch(),
    selected: [sampleId("warm")],
    statuses: { [sampleId("drift")]: { line: "engine:onStateChange(function(state)", costMs: 0.2 } },
  },
};
export const SoundModule: Story = { args: { commands: one("audio.filter"), ...small } };
export const VideoModule: Story = { args: { commands: one("video.kaleidoscope"), ...small } };
export const Sequencer: Story = { args: { commands: one("sequencer.tracker"), ...small } };
export const Bypassed: Story = {
  args: {
    commands: [...one("audio.filter"), COMMANDS.bypassModules({ modules: [1], bypassed: true })],
    ...small,
  },
};
export const Failing: Story = {
  args: {
    commands: one("script.lua"),
    statuses: { 1: { line: "while true do end", error: "Line 1 ran for 250 ms and was stopped." } },
    ...small,
  },
};
export const Empty: Story = { args: { commands: [], ...small } };
