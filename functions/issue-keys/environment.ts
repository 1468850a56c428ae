/** The variables this function reads at cold start; the stack must set exactly these. */
export const environment = ['KEYS_TABLE_NAME', 'KEY_MODE'] as const;
