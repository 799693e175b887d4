import { join } from 'node:path';
import electronLog from 'electron-log/node.js';
import { formatLogLine } from './format-log.ts';
import type { MainLog } from './log-port.ts';
import { rotateLog } from './log-rotation.ts';

const maxBytes = 5 * 1024 * 1024;
const keptFiles = 4;

/**
 * The app's log in `<directory>/main.log`: private parts redacted, 25 MB at most. Written synchronously: the last lines before a crash are
 * the ones that are wanted.
 * @param echo also on standard output, for whoever started the app from a terminal
 */
export function createLog(directory: string, echo: boolean): MainLog {
  const logger = electronLog.create({ logId: 'main' });
  const { file } = logger.transports;
  file.resolvePathFn = () => join(directory, 'main.log');
  file.format = '{iso} {level} {text}';
  file.level = 'info';
  file.maxSize = maxBytes;
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  file.archiveLogFn = (current) => rotateLog(current.path, keptFiles);
  logger.transports.console.level = echo ? 'info' : 'error';
  logger.transports.console.format = '{h}:{i}:{s} {level} {text}';
  return {
    info: (text, details) => logger.info(formatLogLine(text, details)),
    warn: (text, details) => logger.warn(formatLogLine(text, details)),
    error: (text, details) => logger.error(formatLogLine(text, details)),
  };
}
