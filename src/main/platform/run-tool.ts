import { execFile } from 'node:child_process';
import type { RunTool } from './tray-host.ts';

/** A desktop that does not answer within this time has nothing to say. */
const limitMs = 1000;
const maxOutput = 4096;

/** Runs a tool of the system and gives back what it wrote. */
export const runTool: RunTool = (tool, parameters) =>
  new Promise((resolve) => {
    execFile(tool, [...parameters], { timeout: limitMs, maxBuffer: maxOutput }, (error, stdout) => {
      const isMissing = error !== null && error.code === 'ENOENT';
      resolve(isMissing ? null : error === null ? stdout : '');
    });
  });
