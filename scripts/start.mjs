// `npm start`: installs, builds and serves Optophone on this machine, and opens it in the browser.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildBinaries, buildPage } from "./build.mjs";
import { ROOT, setup } from "./setup.mjs";
import { answer } from "./static-files.mjs";

const FIRST_PORT = 5170;
const LAST_PORT = 5269;
const USAGE = `Usage: npm start -- [--port N] [--no-open]

  --port N    serve on this port (default: the first free one from ${FIRST_PORT})
  --no-open   do not open the browser`;

/** @param {string} problem */
function refuse(problem) {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}

/** @returns {{ port: number | undefined, open: boolean }} */
function options() {
  try {
    const { values } = parseArgs({
      options: { port: { type: "string" }, "no-open": { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
      refuse(`--port takes a whole number from 1 to 65535, not “${values.port}”.`);
    return { port, open: !values["no-open"] };
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

const server = createServer(async (request, response) => {
  try {
    const path = (request.url ?? "/").split(/[?#]/, 1)[0] ?? "/";
    const reply = await answer(join(ROOT, "dist"), {
      method: request.method ?? "GET",
      path,
      range: request.headers.range,
    });
    response.writeHead(reply.status, reply.headers);
    response.end(request.method === "HEAD" ? undefined : reply.body);
  } catch (error) {
    console.error(`${request.url}: ${error instanceof Error ? error.message : error}`);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
});

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether the server listens there now
 */
function listen(port) {
  return new Promise((resolve, reject) => {
    const onError = (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    };
    server.once("error", onError);
    server.listen(port, "localhost", () => {
      server.off("error", onError);
      resolve(true);
    });
  });
}

/** @param {number | undefined} wanted */
async function listenSomewhere(wanted) {
  if (wanted !== undefined) {
    if (await listen(wanted)) return wanted;
    console.error(`Port ${wanted} is taken or not allowed. Try another, or leave --port out.`);
    process.exit(1);
  }
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) if (await listen(port)) return port;
  console.error(`No port from ${FIRST_PORT} to ${LAST_PORT} is free. Name one with --port N.`);
  process.exit(1);
}

/** @param {string} url */
function openBrowser(url) {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  const opener = spawn(command ?? "", args, { stdio: "ignore", detached: true });
  opener.on("error", () => console.error("No browser could be opened; open the address above yourself."));
  opener.unref();
}

const { port: wanted, open } = options();
setup();
try {
  buildBinaries();
  buildPage();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
const port = await listenSomewhere(wanted);
const url = `http://localhost:${port}/`;
console.log(`Optophone is running at ${url}`);
if (open) openBrowser(url);
