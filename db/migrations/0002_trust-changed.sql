ALTER TYPE "public"."change_kind" ADD VALUE 'trust-changed';
