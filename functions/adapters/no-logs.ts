/** What stands for the host, and the key, where no logs are kept: a variable has to have some text. */
export const NO_LOGS = 'none';
