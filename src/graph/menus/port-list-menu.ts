import type { MenuItem } from "#controls/floating-menu.tsx";
import type { PortRef } from "#graph/model/endpoint.ts";
import { portName } from "#graph/model/port-name.ts";
import type { MenuHost, NamedMenu } from "./menu-host.ts";

/** Every port in sight that this one can be patched to: cabling by keyboard. */
export function portListMenu({ model, actions, patching }: MenuHost, port: PortRef): NamedMenu {
  const items: MenuItem[] = patching.portsFor(port).map((end) => ({
    label: portName(model, end),
    run: () => actions.connect(port, end),
  }));
  const none: MenuItem = { label: "Nothing in sight takes this cable", disabled: true, run: () => {} };
  return { name: `Patch ${portName(model, port)} to`, items: items.length > 0 ? items : [none] };
}
