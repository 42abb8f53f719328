/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    db: import('#db/client.ts').Db;
    /** Where this site is reached from outside, no slash at the end. */
    siteUrl: string;
    /** What is known of the request under way; `route` is the pattern of the page that answers it. */
    request?: { route?: string };
  }
}
