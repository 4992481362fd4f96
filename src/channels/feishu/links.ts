/** The link that opens the private chat with the app, on the side of the platform that the domain belongs to. Pure. */
export function botLink({ domain, appId }: { readonly domain: string; readonly appId: string }): string {
  const { hostname } = new URL(domain);
  const side = /(?:^|\.)larksuite\.com$/.test(hostname) ? "larksuite.com" : "feishu.cn";
  return `https://applink.${side}/client/bot/open?appId=${appId}`;
}
