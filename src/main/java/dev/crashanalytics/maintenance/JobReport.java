package dev.crashanalytics.maintenance;

/** What a job has come to so far. Used by one job, one step at a time. */
interface JobReport {

    /** The members it adds to the status of its job, a JSON object. */
    String toJson();

    /** The same for the log, as short key=value pairs. */
    String toLog();
}
