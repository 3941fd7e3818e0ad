/** The scheme under which the built page is served, and the only host in it. */
export const SCHEME = "app";
const HOST = "optophone";

/** Where the window begins. */
export const HOME = `${SCHEME}://${HOST}/`;

/** Whether an address is a page of ours: `app://optophone/…`, without user, password or port. */
export function isOwnPage(address: string | undefined): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === `${SCHEME}:` &&
    url.hostname === HOST &&
    url.port === "" &&
    url.username === "" &&
    url.password === ""
  );
}
