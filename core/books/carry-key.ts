import type { KeptTreatment } from './agreed.ts';

/** Text that is the same for what is carried together: of one tax code, and taxed alike. */
export const carryKey = ({
  taxCode,
  taxed,
}: {
  readonly taxCode: string;
  readonly taxed?: KeptTreatment | undefined;
}): string =>
  JSON.stringify(
    taxed === undefined ? [taxCode] : [taxCode, taxed.category, taxed.rate.toString()],
  );
