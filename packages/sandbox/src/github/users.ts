import { type Shape } from './schemas';
import { type Store } from './store';

/** The account as other answers name it. */
export function userJson(store: Store, login: string) {
  const api = `${store.baseUrl()}/api/v3/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: store.userId(login),
    node_id: nodeId('User', store.userId(login)),
    avatar_url: `${store.baseUrl()}/avatars/${store.userId(login)}`,
    gravatar_id: '',
    url: api,
    html_url: `${store.baseUrl()}/${login.replace(/\[bot\]$/, '')}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: isBot(login) ? 'Bot' : 'User',
    site_admin: false,
  } satisfies Shape<'simple-user'>;
}

export function isBot(login: string): boolean {
  return login.endsWith('[bot]');
}

/** A GraphQL node id. */
export function nodeId(type: string, id: number): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}
