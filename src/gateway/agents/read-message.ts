import { type ClientMessage, clientMessage, commandEnvelope } from '#shared/contracts/agent.ts';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { fittingLines } from '../platform/fitting-lines.ts';

/** A command that cannot be carried out as it is; its id allows an answer. */
export interface FaultyCommand {
  readonly type: 'faulty';
  readonly id: string;
  /** A line for each fault: the field, and what is wrong with it. */
  readonly faults: string;
}

/** null: no message of the contract, and nothing that could be answered. */
export function readMessage(text: string): ClientMessage | FaultyCommand | null {
  const json = parseJson(text);
  const parsed = clientMessage.safeParse(json);
  if (parsed.success) return parsed.data;
  const envelope = commandEnvelope.safeParse(json);
  if (!envelope.success) return null;
  const inCommand = describeIssues(parsed.error).map((line) => line.replace(/^command(?:\.|: )/, ''));
  return { type: 'faulty', id: envelope.data.id, faults: fittingLines(inCommand) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
