import { Command } from 'commander';
import { ProblemFailure } from './problem.ts';

/** Members of requests that have quite another name as options. */
const others: Readonly<Record<string, string>> = {
  ...{ 'idempotency-key': 'key', idempotency: 'key' },
  ...{ apply: 'to', bankEntry: 'reference', data: 'eventData' },
};
/** The option by which a request is known when it is repeated, which no member of that name is given by. */
const OF_REQUESTS = 'key';

/** What only holds members that have options of their own, and those of another name. */
const inside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  where: { data: 'where' },
  amend: { type: 'toType' },
};

function memberAt(pointer: string): string {
  const [first = '', second, third] = pointer.replace(/^\//, '').split('/');
  if (first === 'events') return third ?? first;
  const held = inside[first];
  if (held === undefined || second === undefined) return first;
  return held[second] ?? second;
}

/** A refusal that names a member of the request, saying which option of the command it comes from, if any. */
export function namedOption(error: unknown, command: unknown): unknown {
  if (!(error instanceof ProblemFailure && command instanceof Command)) return error;
  if (error.option !== undefined) return error;
  const member = memberAt(error.param);
  const alike = [member, member.replace(/At$/, ''), member.replace(/s$/, '')];
  const names = [...alike.filter((name) => name !== OF_REQUESTS), others[member]];
  const option = command.options.find((one) => names.includes(one.attributeName()));
  return option?.long === undefined ? error : error.ofOption(option.long);
}
