/** The name of the source that is always active. */
export const alwaysOn = 'true';
