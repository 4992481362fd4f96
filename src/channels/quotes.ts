/** Whether the text holds the quotation already, so that its source need not repeat it. */
export function holdsQuote(text: string, quote: string): boolean {
  const bare = (said: string): string => said.replace(/\s+/g, "");
  return bare(text).includes(bare(quote));
}
