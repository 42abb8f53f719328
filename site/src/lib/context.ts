/** The context window of a model that shares are given of, tokens. */
export const contextTokens = 200_000;
