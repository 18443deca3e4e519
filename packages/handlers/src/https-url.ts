/** Whether a text is a URL to post to: https, and without user and password, which `fetch` refuses with the whole URL in its message. */
export function isHttpsUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}
