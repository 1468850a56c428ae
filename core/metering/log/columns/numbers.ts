import { invariant } from '../../../kernel/invariant.ts';
import type { BlockReader, BlockWriter } from './bytes.ts';

const WIDTH_MAX = 7;

/**
 * Whole numbers, 0 to 2^53 - 1: how many bytes the greatest takes (1 byte), then the lowest byte of each, the next of
 * each, and so on. Bytes of one weight are alike, so they compress together.
 */
export function writeNumbers(writer: BlockWriter, numbers: readonly number[]): void {
  let greatest = 0;
  for (const number of numbers) if (number > greatest) greatest = number;
  let width = 0;
  while (256 ** width <= greatest) width += 1;
  writer.byte(width);
  for (let plane = 0, unit = 1; plane < width; plane += 1, unit *= 256) {
    const run = writer.run(numbers.length);
    for (const [row, number] of numbers.entries()) {
      run[row] =
        number < 0x1_0000_0000 && plane < 4 ? number >>> (8 * plane) : Math.floor(number / unit);
    }
  }
}

/** As many numbers as were written. */
export function readNumbers(reader: BlockReader, length: number): number[] {
  const width = reader.byte();
  invariant(width <= WIDTH_MAX, `numbers in columns take at most ${WIDTH_MAX} bytes, got ${width}`);
  const numbers = new Array<number>(length).fill(0);
  for (let plane = 0, unit = 1; plane < width; plane += 1, unit *= 256) {
    const run = reader.run(length);
    for (let row = 0; row < length; row += 1)
      numbers[row] = (numbers[row] ?? 0) + (run[row] ?? 0) * unit;
  }
  return numbers;
}

/** Numbers as steps from the one before: the first as it is, each later one as twice the step, or less 1 where back. */
export function stepsOf(numbers: readonly number[]): number[] {
  return numbers.map((number, row) => {
    const step = number - (numbers[row - 1] ?? 0);
    return step >= 0 ? 2 * step : -2 * step - 1;
  });
}

export function fromSteps(steps: readonly number[]): number[] {
  let number = 0;
  return steps.map((step) => {
    number += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    return number;
  });
}
