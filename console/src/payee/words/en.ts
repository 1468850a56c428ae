/** Of a change of the account, whenever it counts. */
const unsent =
  'A run that is sent before it counts pays you as before. One that was prepared and is sent later leaves you out: the next one pays you.';

/** What the page of a payee says, in English. The other languages say the same. */
export const en = {
  title: 'What you earn',
  of: (seller: string, name: string) => `${name}, at ${seller}`,
  loading: 'Loading …',
  tryAgain: 'Try again',
  asking: 'Asking …',

  signIn: 'Open this page by the link that you were given. You can also give the token itself.',
  token: 'Token',
  tokenHint: 'Begins with fte_. It is kept in memory, until you leave this page.',
  open: 'Open',
  broken: 'The link was cut or changed on its way. Ask for it once more.',
  ended: 'This link counts no more: its token is at its end, or was revoked.',
  forgotten: 'This device is forgotten. Nobody sees your earnings with it any more.',
  unreachable: 'The server does not answer. Are you online?',
  trouble: 'Something went wrong. Try again later: nothing is done twice.',
  refused: (detail: string) => `Not done: ${detail}`,

  earned: (month: string) => `Earned in ${month}, so far`,
  earnedAsOf: (when: string) => `As of ${when}. What was read a minute ago is in it.`,
  earnedIf:
    'It is what you earn if all of it is invoiced and paid. It is on your statement once the month is closed.',
  about: (amount: string) => `about ${amount}`,
  aboutHint: 'Many have used your work: this is reckoned up from some of them.',
  nothingEarned: 'Nothing yet.',
  content: 'By content',
  times: (quantity: string, meter: string) => `${quantity} × ${meter}`,
  refresh: 'Look again',

  owed: 'What you are owed',
  noneOwed: 'Nothing is owed to you yet: the first month is to be closed first.',
  payable: (currency: string) => `Owed in ${currency}`,
  ready: 'Ready to be paid',
  held: 'Held back',
  heldHint: (days: number) => `for ${days} days after a statement, against refunds`,
  unstated: 'Not on a statement yet',
  inTransit: 'On its way to you',
  noMethod: 'Say below how you are paid: nothing is paid before that.',
  owing:
    'More was paid out than you have earned in the end. It is set against what you earn from now on.',
  nextOn: (amount: string, day: string) =>
    `${amount} can be in the next run, which is prepared on ${day}. A person approves it; then the bank takes a day or two.`,
  next: (amount: string, seller: string) =>
    `${amount} can be in the next run. ${seller} decides when that is.`,
  nothingReady: 'Nothing is ready to be paid yet.',
  runOn: (day: string) => `The next run is prepared on ${day}.`,
  runBy: (seller: string) => `${seller} decides when the next run is.`,
  below: (least: string) =>
    `Less than ${least} is not paid out: what is ready waits until there is as much.`,
  freeFrom: (day: string) => `Some of what is held back is free from ${day} on.`,
  afterNext: 'What is on no statement yet is paid after the next one.',
  other: (currency: string) => `Ask how you are paid ${currency}: the runs here do not pay it.`,

  statements: 'Statements',
  noStatements: 'There is none yet. One comes after each month in which you have earned.',
  statementOf: (month: string) => `Statement of ${month}`,
  owedThen: (amount: string) => `owed with it: ${amount}`,
  save: 'Save',
  saved: 'Saved.',
  saveAs: (form: string, month: string) => `Save the statement of ${month} as ${form}`,
  more: 'Show more',

  method: 'How you are paid',
  account: (lastFour: string) => `Account that ends in ${lastFour}`,
  chain: (lastFour: string) => `Address on the chain that ends in ${lastFour}`,
  byHand: 'By hand, as agreed',
  holder: (name: string) => `of ${name}`,
  from: (day: string) => `From ${day} on`,
  until: (day: string) => `until ${day}`,
  change: 'Change it',
  begin: 'Say how you are paid',
  cancel: 'Leave it as it is',
  waits: (days: number) =>
    `A change waits ${days} days. Until then you are paid as before. ${unsent}`,
  atOnce: `A change counts at once. ${unsent}`,
  firstCounts: 'The first account counts at once. A later change waits.',
  changed: (day: string) => `Said. You are paid so from ${day} on.`,
  changedNow: 'Said. You are paid so from now on.',
  by: 'By',
  bank: 'Bank account',
  onChain: 'Address on a chain',
  iban: 'IBAN',
  ibanHint: 'It is shown by its last four from then on, also to you.',
  bic: 'BIC, where your bank asks for it',
  holderName: 'Whose account it is',
  address: 'Your address, where the account is outside the European Economic Area',
  street: 'Street',
  building: 'Number',
  postalCode: 'Postal code',
  town: 'Town',
  country: 'Country, such as GB',
  faults: {
    iban: 'That is no IBAN. Compare it letter by letter with what your bank says.',
    bic: 'A BIC has 8 or 11 characters. Your IBAN is enough where your bank asks for none.',
    holder: 'Write the name as your bank has it, with letters from A to Z in it.',
    noAddress: 'Banks there want your address: write at least town and country.',
    tooLong: 'That is too long for a bank. Shorten it.',
    town: 'Write the town, in at most 35 characters.',
    country: 'Write the two letters of a country, such as GB.',
    onChain: 'That is no address: 0x and 40 digits from 0 to f. Copy it once more.',
    amount: (currency: string) =>
      `Write an amount without more places than ${currency} has, and not less than 0.`,
    changed: 'It was changed elsewhere meanwhile. Load this page again, then change it.',
  },
  chainAddress: 'Address',
  chainHint: '0x and 40 digits. Check it twice: what was claimed there does not come back.',
  mayNot: 'This link does not let you change it. Ask for one that does.',

  threshold: 'From which amount on',
  thresholdOf: (currency: string) => `No payout of less than (${currency})`,
  thresholdHint: (least: string) =>
    `Counts at once. As it stands, less than ${least} is not paid out. With 0, only what the seller says counts.`,
  notAmount: 'Write an amount, such as 25.00.',
  twoWays: (written: string) =>
    `${written} can be read in two ways. Write it without the comma, such as 1000 or 1.50.`,

  device: 'This device',
  payee: 'You are known here as',
  linkUntil: 'The link counts until',
  forget: 'Forget this device',
  forgetHint:
    'Whoever uses this browser after that does not see what you earn. From then on the link counts no more.',
  write: (email: string) => `Is something wrong? Write to ${email}.`,
};

export type Words = typeof en;
