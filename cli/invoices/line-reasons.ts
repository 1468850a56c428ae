import { type JsonObject, listAt, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';

/** Why a line is what it is, as far as the document itself tells: one line of text. */
export function lineReason(line: JsonObject): string {
  const reason = reasons[textAt(line, 'kind') ?? ''];
  return reason === undefined ? '' : `${reason(line)}${planOf(line)}`;
}

const reasons: Readonly<Record<string, (line: JsonObject) => string>> = {
  usage: calculation,
  fee: (line) => `a fixed fee${stretchOf(line)}`,
  minimum: (line) => `brings ${textAt(line, 'charge') ?? 'it'} up to its minimum`,
  adjustment: adjusted,
  'carried-in': () => 'left over from earlier months',
  rounding: () => 'what rounding leaves to the next invoice',
};

function calculation(line: JsonObject): string {
  const quantity = grouped(textAt(line, 'quantity') ?? '');
  const price = textAt(line, 'unitPrice');
  if (price !== undefined) return `${quantity} × ${price}`;
  const steps = listAt(line, 'steps').length;
  return steps === 0 ? `${quantity}, at no cost` : `${quantity} in ${steps} steps`;
}

function planOf({ plan }: JsonObject): string {
  const key = textAt(plan, 'key');
  return key === undefined ? '' : `; ${key} of ${textAt(plan, 'effectiveFrom') ?? ''}`;
}

function stretchOf({ period }: JsonObject): string {
  const [first, last] = [textAt(period, 'firstDay'), textAt(period, 'lastDay')];
  return first === undefined ? '' : `, ${first} to ${last ?? ''}`;
}

function adjusted({ adjusts, correctsLine }: JsonObject): string {
  if (typeof correctsLine === 'string') return `takes off line ${correctsLine}`;
  const number = textAt(adjusts, 'number');
  const month = textAt(adjusts, 'period');
  if (month === undefined) return 'less what was charged before';
  return number === undefined
    ? `usage of ${month} that came late`
    : `usage of ${month} that came after ${number}`;
}
