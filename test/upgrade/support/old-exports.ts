/**
 * Exports of the books as fbdfb75 wrote them, from those of today: entries name more since, amounts have the places of
 * their currency, and the text for hledger is read by Ledger, too. What is told by a digest is compared so.
 */
export function exportInOldWords(path: string, text: string): string {
  const old = Object.entries(formats).find(
    ([format]) => path === `/v1/books?format=${format}`,
  )?.[1];
  return old === undefined ? text : old(text.replace('days are the seller’s', 'days are in UTC'));
}

const formats: Readonly<Record<string, (text: string) => string>> = {
  csv: (text) =>
    text
      .replaceAll(/,date,period,invoice,rail,reference\r$|(?:,[^,\r\n]*){5}\r$/gm, '\r')
      .replaceAll(/,(-?\d+\.\d+)\r$/gm, (_, amount: string) => `,${shortest(amount)}\r`),
  hledger: (text) =>
    withShortAmounts(text)
      .replace(/^\n(?:tag \w+\n)+/m, '')
      .replaceAll(/^commodity (\w+)\n {4}format (\S+) \w+$/gm, 'commodity $2 $1')
      .replaceAll(/^(account \S+)\n {4}; type: (\w)$/gm, '$1  ; type: $2')
      .replaceAll(/^ {4}; (?:period|invoice|rail|reference): .*\n/gm, '')
      .replace(/\n(\S+ balances\n)/, '\naccount customer  ; type: A\n\n$1')
      .replaceAll(/; customers together: (\S+) (\w+)$/gm, 'customer  0 $2 =* $1 $2'),
  beancount: (text) =>
    withShortAmounts(text).replaceAll(/^ {2}(?:number|period|invoice|rail|reference): .*\n/gm, ''),
};

const withShortAmounts = (text: string): string =>
  text.replaceAll(/(?<= )-?\d+\.\d+(?= [A-Z]{3}$| [A-Z]{3} =)/gm, (amount, at: number) =>
    text.slice(0, at).endsWith('format ') ? amount : shortest(amount),
  );

const shortest = (amount: string): string => amount.replace(/\.?0+$/, '');
