// Starts the dev binary of an emitted app on a free port, with a database of its own.
//
// `TARGET` is the cargo target folder that the apps were built into; `target` if unset.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const START_MS = 20_000;
const STOP_MS = 5_000;

/** Returns a running app: `url`, `invite` (the first account's link, if any) and `stop()`. */
export async function startApp(name) {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(resolve(process.env.TARGET ?? "target", "debug", name), {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      APP_SECRET: "only-for-browser-tests".padEnd(40, "."),
      BASE_URL: url,
      DATABASE_URL: `sqlite:${join(folder, "t.db")}`,
      HOST: "127.0.0.1",
      PORT: String(port),
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  }
  const exited = new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(`exit ${code ?? signal}`));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const late = AbortSignal.timeout(STOP_MS);
    late.addEventListener("abort", () => child.kill("SIGKILL"));
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await healthy(url, exited, () => output);
  } catch (error) {
    await stop();
    throw error;
  }
  const invite = output.match(/http:\/\/localhost:\d+\/invite\/[\w-]+/)?.[0] ?? null;
  return { url, invite, stop, output: () => output };
}

async function healthy(url, exited, output) {
  let end = null;
  exited.then((reason) => (end = reason));
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (end) throw new Error(`The app did not start (${end}):\n${output()}`);
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await wait(50);
  }
  throw new Error(`The app is not healthy after ${START_MS} ms:\n${output()}`);
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
