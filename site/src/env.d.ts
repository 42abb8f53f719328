/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    db: import('#db/client.ts').Db;
    /** Where this site is reached from outside, no slash at the end. */
    siteUrl: string;
    /** Whether visitors may ask for a server to be visited again. */
    mayRefresh?: boolean;
    /** Addresses that whoever runs the site has named. */
    contacts: import('#site/serve.ts').SiteContacts;
    /** What is known of the request under way; `route` is the pattern of the page that answers it. */
    request?: { route?: string };
  }
}
