/** The server asks for the same; said here so that nobody learns it by a refusal. */
export const passwordLengthMin = 10;
