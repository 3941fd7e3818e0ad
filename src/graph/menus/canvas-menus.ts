import type { MenuPlace } from "#controls/floating-menu.tsx";
import { Cell } from "#graph/cell.ts";
import type { Hover } from "#graph/gestures/hover.ts";
import type { PortRef } from "#graph/model/endpoint.ts";
import { hoverMenu } from "./hover-menu.ts";
import type { MenuHost, NamedMenu } from "./menu-host.ts";
import { portListMenu } from "./port-list-menu.ts";

export interface MenuRequest extends NamedMenu {
  readonly place: MenuPlace;
}

/** The one menu that may be open over the canvas. */
export class CanvasMenus {
  readonly request = new Cell<MenuRequest | undefined>(undefined);
  readonly #host: MenuHost;

  constructor(host: MenuHost) {
    this.#host = host;
  }

  /** Opens what a right click offers on this. */
  open(hover: Hover, place: MenuPlace): void {
    const menu = hoverMenu(this.#host, hover, (port) => this.listPorts(port, place));
    this.request.set({ place, ...menu });
  }

  /** Lists what a port can be patched to. */
  listPorts(port: PortRef, place: MenuPlace): void {
    this.request.set({ place, ...portListMenu(this.#host, port) });
  }

  close(): void {
    this.request.set(undefined);
  }
}
