-- The roles of the lane KPIs, each with what it needs and no more. For a schema of their own, here lane_kpi:
--
--   psql -v schema=lane_kpi -f lane-kpi-tables.sql "$PG"
--   psql -v schema=lane_kpi -f lane-kpi-roles.sql "$PG"
--
-- lane_kpi_owner   owns schema, tables, views, functions and procedures
-- lane_kpi_sink    reads and writes the tables; creates, alters and truncates nothing
-- lane_kpi_reader  reads the views and calls the functions
--
-- None of them can log in: GRANT them to users who can. Run it again after each run of lane-kpi-tables.sql: objects are found
-- in the schema, not listed here. It needs psql, and a user who may create roles and owns the schema or its owner's role.

\set ON_ERROR_STOP on

BEGIN;
SELECT set_config('lane_kpi.schema', :'schema', true);

DO $$
DECLARE
    home    text := current_setting('lane_kpi.schema');
    owner   text := home || '_owner';
    sink    text := home || '_sink';
    reader  text := home || '_reader';
    role    text;
    object  record;
BEGIN
    IF home = 'public' OR NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = home) THEN
        RAISE EXCEPTION 'expected a schema of the KPI tables'' own, made by lane-kpi-tables.sql, but found %', home;
    END IF;

    FOREACH role IN ARRAY ARRAY[owner, sink, reader] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;
    -- Who hands objects over must belong to their new owner.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', owner);
    END IF;

    EXECUTE format('ALTER SCHEMA %I OWNER TO %I', home, owner);
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', home);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I, %I', home, sink, reader);

    FOR object IN
        SELECT c.relname AS name, c.relkind IN ('v', 'm') AS is_view
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = home AND c.relkind IN ('r', 'p', 'v', 'm')
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE %I.%I OWNER TO %I', home, object.name, owner);
        EXECUTE format('REVOKE ALL ON TABLE %I.%I FROM PUBLIC, %I, %I', home, object.name, sink, reader);
        IF object.is_view THEN
            EXECUTE format('GRANT SELECT ON TABLE %I.%I TO %I', home, object.name, reader);
        ELSIF object.name = 'kpi_migration' THEN
            EXECUTE format('GRANT SELECT ON TABLE %I.%I TO %I', home, object.name, sink);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE %I.%I TO %I', home, object.name, sink);
        END IF;
    END LOOP;

    FOR object IN
        SELECT
            p.oid::regprocedure::text AS name,
            p.prokind = 'p' AS is_procedure,
            coalesce(p.proconfig::text LIKE '%search_path=%', false) AS has_search_path
        FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE n.nspname = home
        ORDER BY 1
    LOOP
        EXECUTE format('ALTER ROUTINE %s OWNER TO %I', object.name, owner);
        EXECUTE format('REVOKE ALL ON ROUTINE %s FROM PUBLIC, %I, %I', object.name, sink, reader);
        -- Procedures change the tables and are for the owner.
        CONTINUE WHEN object.is_procedure;
        -- One that reads tables does so with the rights of its owner, as a view does. Its search path is fixed.
        IF object.has_search_path THEN
            EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', object.name);
        END IF;
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', object.name, reader);
    END LOOP;
END
$$;

COMMIT;
