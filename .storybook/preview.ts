import type { Preview } from "@storybook/react-vite";
import "#app/theme/tokens.css";
import "#app/theme/base.css";

const preview: Preview = {
  parameters: { a11y: { test: "error" }, backgrounds: { disable: true }, layout: "centered" },
};

export default preview;
