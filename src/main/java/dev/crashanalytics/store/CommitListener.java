package dev.crashanalytics.store;

/**
 * Told that something may have been committed by this server. The bean that implements it finds out what from the database:
 * the call is a hint and no more, comes after the commit, from any event loop, and must return at once.
 */
public interface CommitListener {

    void committed();
}
